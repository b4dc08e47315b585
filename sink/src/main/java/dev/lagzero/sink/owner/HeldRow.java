package dev.lagzero.sink.owner;

import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.value.Image;
import java.util.UUID;

/** A row that is held, as the book names it. */
public record HeldRow(UUID id, Place place, Image key, boolean shared) {}
