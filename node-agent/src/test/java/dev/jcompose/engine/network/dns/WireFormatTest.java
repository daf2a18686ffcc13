package dev.jcompose.engine.network.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    /** Web.Example A, recursion desired, EDNS with 1232 bytes. */
    private static final byte[] QUERY = HexFormat.of()
            .parseHex("abcd01000001000000000001" + "03576562" + "074578616d706c65" + "00" + "00010001"
                    + "00002904d0000000000000");

    @Test
    void aQuestionIsReadWithItsLimit() {
        var question = Question.parse(QUERY).orElseThrow();
        assertEquals("web.example", question.name());
        assertEquals(Question.A, question.type());
        assertEquals(1232, question.limit());
    }

    @Test
    void anAnswerRepeatsTheQuestionAndPointsBackToIt() {
        var question = Question.parse(QUERY).orElseThrow();
        var answer = Answer.addresses(QUERY, question, List.of(InetAddress.ofLiteral("10.0.0.2")), 1232);
        assertEquals(
                "abcd85800001000100000000" + "03576562" + "074578616d706c65" + "00" + "00010001"
                        + "c00c00010001000000050004"
                        + "0a000002",
                HexFormat.of().formatHex(answer));
    }

    @Test
    void aCutAnswerSaysSoAndStaysWithinTheLimit() {
        var question = Question.parse(QUERY).orElseThrow();
        var many = java.util.Collections.nCopies(100, InetAddress.ofLiteral("10.0.0.2"));
        var answer = Answer.addresses(QUERY, question, many, 512);
        assertTrue(answer.length <= 512);
        assertEquals(0x02, answer[2] & 0x02);
    }

    @Test
    void reversedAddressesAreReadInBothFamilies() {
        assertEquals(InetAddress.ofLiteral("10.1.2.3"), reversed("3.2.1.10.in-addr.arpa"));
        assertEquals(InetAddress.ofLiteral("fd00::b"), reversed("b." + "0.".repeat(29) + "d.f.ip6.arpa"));
    }

    @Test
    void crookedBytesAreNoQuestion() {
        for (int length = 0; length < QUERY.length - 11; length++) {
            assertTrue(Question.parse(Arrays.copyOf(QUERY, length)).isEmpty(), "cut at " + length);
        }
        var random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            var bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            Question.parse(bytes).ifPresent(question -> assertTrue(question.length() <= bytes.length));
        }
    }

    private static InetAddress reversed(String name) {
        return new Question(0, 0, name, Question.PTR, 512, 0).reverse().orElseThrow();
    }
}
