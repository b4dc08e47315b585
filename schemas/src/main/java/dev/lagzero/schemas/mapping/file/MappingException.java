package dev.lagzero.schemas.mapping.file;

import java.util.List;
import java.util.stream.Collectors;

/** A mapping file that cannot be used, with all its problems. */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public MappingException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
