package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.BooleanWord;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Numbers;
import dev.jcompose.compose.node.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Single values. Those named "optional" say something even where they are zero. */
final class Scalars {
    private static final String TEXT_WANTED = "must be a string";
    private static final String INTEGER_WANTED = "must be an integer";

    private static final double UNSIGNED_END = 0x1p64;
    private static final BigInteger SIGN = BigInteger.ONE.shiftLeft(63);

    private Scalars() {}

    static @Nullable Node text(Node node) throws BindException {
        Scalar text = item(node);
        return "".equals(text.value()) ? null : text;
    }

    /** Text where even the empty one counts, as in a list. */
    static Scalar item(Node node) throws BindException {
        if (!(node instanceof Scalar scalar)) {
            throw new BindException(TEXT_WANTED);
        }
        return switch (scalar.value()) {
            case null -> scalar.withValue("");
            case String ignored -> scalar;
            case Long number -> scalar.withValue(number.toString());
            default -> throw new BindException(TEXT_WANTED);
        };
    }

    static @Nullable Node flag(Node node) throws BindException {
        Scalar flag = optionalFlag(node);
        return flag == null || Boolean.FALSE.equals(flag.value()) ? null : flag;
    }

    /** A flag that is on unless switched off. */
    static @Nullable Node optOut(Node node) throws BindException {
        Scalar flag = optionalFlag(node);
        return flag == null || Boolean.TRUE.equals(flag.value()) ? null : flag;
    }

    /** A flag that is always shown. */
    static Node shownFlag(Node node) throws BindException {
        Scalar flag = optionalFlag(node);
        return flag == null ? new Scalar(false, node.origin()) : flag;
    }

    static @Nullable Scalar optionalFlag(Node node) throws BindException {
        return switch (value(node)) {
            case null -> null;
            case Boolean ignored -> (Scalar) node;
            case String text -> ((Scalar) node).withValue(truth(text));
            default -> throw new BindException("must be a boolean");
        };
    }

    private static boolean truth(String text) throws BindException {
        BooleanWord word = BooleanWord.of(text);
        if (word == null) {
            throw new BindException("invalid boolean: \"%s\"".formatted(text));
        }
        return word.value();
    }

    static @Nullable Node integer(Node node) throws BindException {
        return nonZero(optionalInteger(node));
    }

    static @Nullable Scalar optionalInteger(Node node) throws BindException {
        if (value(node) instanceof String text) {
            try {
                return ((Scalar) node).withValue(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw new BindException("\"%s\" is no integer".formatted(text));
            }
        }
        return number(node);
    }

    static @Nullable Node unsigned(Node node, int bits) throws BindException {
        return nonZero(optionalUnsigned(node, bits));
    }

    /** A number less its fraction and, as in Compose, less what is beyond its bits. */
    static @Nullable Scalar optionalUnsigned(Node node, int bits) throws BindException {
        BigInteger whole = switch (value(node)) {
            case null -> null;
            case Number negative when negative.doubleValue() < 0 -> throw new BindException("must not be negative");
            case Long number -> BigInteger.valueOf(number);
            case BigInteger number -> number;
            case Number number
            when number.doubleValue() < UNSIGNED_END -> new BigDecimal(number.doubleValue()).toBigInteger();
            case Number ignored -> SIGN;
            default -> throw new BindException(INTEGER_WANTED);
        };
        if (whole == null) {
            return null;
        }
        BigInteger kept = whole.mod(BigInteger.ONE.shiftLeft(bits));
        return ((Scalar) node).withValue(kept.bitLength() < Long.SIZE ? (Object) kept.longValue() : kept);
    }

    /** A number less its fraction. One that no long holds is what the reference's machine makes of it. */
    private static @Nullable Scalar number(Node node) throws BindException {
        return switch (value(node)) {
            case null -> null;
            case Long ignored -> (Scalar) node;
            case BigInteger number -> ((Scalar) node).withValue(number.longValue());
            case Number number -> ((Scalar) node).withValue(Numbers.truncated(number.doubleValue()));
            default -> throw new BindException(INTEGER_WANTED);
        };
    }

    static @Nullable Scalar nonZero(@Nullable Scalar number) {
        return number != null && number.value() instanceof Number value && value.doubleValue() == 0 ? null : number;
    }

    static @Nullable Node decimal(Node node) throws BindException {
        return switch (value(node)) {
            case null -> null;
            case Number number -> nonZero(((Scalar) node).withValue(finite(number.floatValue())));
            case String text -> nonZero(((Scalar) node).withValue(parsed(text)));
            default -> throw new BindException("must be a number");
        };
    }

    private static float parsed(String text) throws BindException {
        Double number = Numbers.parse(text);
        if (number == null) {
            throw new BindException("\"%s\" is no number".formatted(text));
        }
        return finite(number.floatValue());
    }

    private static float finite(float number) throws BindException {
        if (Float.isInfinite(number)) {
            throw new BindException("is more than %s, the most that can be told".formatted(Float.MAX_VALUE));
        }
        return number;
    }

    /** Octal text of a file mode. */
    static @Nullable Node mode(Node node) throws BindException {
        return switch (value(node)) {
            case null -> null;
            case Long mode -> octal(node, mode);
            case String text -> {
                try {
                    yield octal(node, Long.parseLong(text, 8));
                } catch (NumberFormatException e) {
                    throw new BindException("\"%s\" is no octal file mode".formatted(text));
                }
            }
            default -> throw new BindException("must be a file mode");
        };
    }

    private static Scalar octal(Node node, long mode) {
        return ((Scalar) node).withValue((mode < 0 ? "0-" : "0") + Long.toOctalString(Math.abs(mode)));
    }

    /** How many devices; -1 stands for all. */
    static @Nullable Node count(Node node) throws BindException {
        if (value(node) instanceof String text) {
            if (text.equalsIgnoreCase("all")) {
                return ((Scalar) node).withValue(-1L);
            }
            try {
                return nonZero(((Scalar) node).withValue(Long.parseLong(text)));
            } catch (NumberFormatException e) {
                throw new BindException(
                        "invalid value \"%s\", the only value allowed is 'all' or a number".formatted(text));
            }
        }
        if (!(node instanceof Scalar scalar && scalar.isInteger())) {
            throw new BindException("must be a whole number or 'all'");
        }
        return nonZero(number(node));
    }

    private static @Nullable Object value(Node node) throws BindException {
        if (node instanceof Scalar scalar) {
            return scalar.value();
        }
        throw new BindException("must be a single value");
    }
}
