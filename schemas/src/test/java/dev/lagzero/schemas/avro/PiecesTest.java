package dev.lagzero.schemas.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecesTest {

    @Test
    void whatWasWrittenComesBackInItsOrderHoweverLongItIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Pieces pieces = new Pieces(1 + random.nextInt(300));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int write = random.nextInt(12); write > 0; write--) {
                byte[] some = new byte[random.nextInt(random.nextBoolean() ? 40 : 200_000)];
                random.nextBytes(some);
                int from = random.nextInt(some.length + 1);
                pieces.write(some, from, some.length - from);
                expected.write(some, from, some.length - from);
                pieces.write(write);
                expected.write(write);
            }
            assertArrayEquals(expected.toByteArray(), pieces.together(), "seed " + seed);
        }
    }
}
