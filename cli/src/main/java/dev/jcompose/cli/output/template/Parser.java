package dev.jcompose.cli.output.template;

import dev.jcompose.cli.output.template.Node.Command;
import dev.jcompose.cli.output.template.Node.Operand;
import dev.jcompose.cli.output.template.Node.Pipeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Text → nodes. Names of functions and variables are looked up here, so that a template fails before it prints. */
final class Parser {
    private final List<Piece> pieces;
    private final Set<String> functions;
    private Set<String> variables = new HashSet<>(Set.of(""));
    private int piece;
    private int loops;
    private List<Token> tokens = List.of();
    private int token;

    private Parser(List<Piece> pieces, Set<String> functions) {
        this.pieces = pieces;
        this.functions = functions;
    }

    static List<Node> parse(String template, Set<String> functions) {
        Parser parser = new Parser(Piece.of(template), functions);
        Block all = parser.block();
        if (!all.end().isEmpty()) {
            throw new Fault(parser.peek().offset(), "there is nothing here that " + all.end() + " could belong to");
        }
        return all.nodes();
    }

    /** Nodes up to {@code end} or {@code else}, or to the end of the template where the word is empty. */
    private record Block(List<Node> nodes, String end) {}

    private Block block() {
        List<Node> nodes = new ArrayList<>();
        while (piece < pieces.size()) {
            Piece next = pieces.get(piece++);
            if (!next.action()) {
                nodes.add(new Node.Text(next.text()));
                continue;
            }
            tokens = Token.of(next);
            token = 0;
            if (peek().isWord("end") || peek().isWord("else")) {
                return new Block(nodes, peek().text());
            }
            nodes.add(node());
        }
        return new Block(nodes, "");
    }

    private Node node() {
        Token first = peek();
        if (first.kind() != Token.Kind.WORD) {
            return print();
        }
        return switch (first.text()) {
            case "if", "with", "range" -> control();
            case "break", "continue" -> jump();
            case "define", "template", "block" ->
                throw new Fault(first.offset(), first.text() + " is not understood: a format is one template");
            default -> print();
        };
    }

    private Node print() {
        Node print = new Node.Print(pipeline(false));
        atEnd();
        return print;
    }

    private Node jump() {
        Token word = next();
        atEnd();
        if (loops == 0) {
            throw new Fault(word.offset(), word.text() + " stands outside of a range");
        }
        return word.text().equals("break") ? new Node.Break() : new Node.Continue();
    }

    /** From the word on: condition, body, what stands after else, and the end. */
    private Node control() {
        Token word = next();
        boolean range = word.text().equals("range");
        Set<String> outside = new HashSet<>(variables);
        Pipeline value = pipeline(range);
        atEnd();
        loops += range ? 1 : 0;
        Block body = block();
        loops -= range ? 1 : 0;
        List<Node> otherwise = List.of();
        if (body.end().equals("else")) {
            next();
            if (peek().isWord("if") || peek().isWord("with")) {
                // {{else if}} shares the one {{end}}.
                otherwise = List.of(control());
                variables = outside;
                return made(word.text(), value, body.nodes(), otherwise);
            }
            atEnd();
            Block rest = block();
            if (rest.end().equals("else")) {
                throw new Fault(peek().offset(), "a second else");
            }
            otherwise = rest.nodes();
            body = new Block(body.nodes(), rest.end());
        }
        if (body.end().isEmpty()) {
            throw new Fault(word.offset(), word.text() + " is not closed by {{end}}");
        }
        next();
        atEnd();
        variables = outside;
        return made(word.text(), value, body.nodes(), otherwise);
    }

    private static Node made(String word, Pipeline value, List<Node> body, List<Node> otherwise) {
        return switch (word) {
            case "if" -> new Node.If(value, body, otherwise);
            case "with" -> new Node.With(value, body, otherwise);
            default -> new Node.Range(value, body, otherwise);
        };
    }

    private Pipeline pipeline(boolean range) {
        List<String> names = new ArrayList<>();
        boolean declares = false;
        int start = token;
        while (peek().kind() == Token.Kind.VARIABLE) {
            names.add(next().text());
            if (peek().is(",") && range && names.size() == 1) {
                next();
                continue;
            }
            declares = peek().is(":=");
            if (declares || peek().is("=")) {
                next();
            } else {
                // A variable that is read.
                names.clear();
                token = start;
            }
            break;
        }
        List<Command> commands = new ArrayList<>();
        do {
            commands.add(command(commands.isEmpty()));
        } while (bar());
        if (declares) {
            variables.addAll(names);
        }
        return new Pipeline(names, declares, commands);
    }

    private boolean bar() {
        boolean more = peek().is("|");
        token += more ? 1 : 0;
        return more;
    }

    private Command command(boolean first) {
        Token start = peek();
        List<Operand> words = new ArrayList<>();
        while (!peek().is("|") && !peek().is(")") && peek().kind() != Token.Kind.END) {
            words.add(operand());
        }
        if (words.isEmpty()) {
            throw new Fault(start.offset(), "a value is missing");
        }
        if (!first && !(words.getFirst() instanceof Node.Function) && !(words.getFirst() instanceof Node.Field)) {
            throw new Fault(start.offset(), "after | stands a function");
        }
        return new Command(words);
    }

    private Operand operand() {
        Token at = next();
        Operand operand = switch (at.kind()) {
            case LITERAL -> new Node.Literal(at.offset(), at.value());
            case FIELD -> new Node.Field(at.offset(), new Node.Dot(at.offset()), at.text());
            case VARIABLE -> variable(at);
            case WORD -> word(at);
            case SIGN, END -> sign(at);
        };
        while (peek().kind() == Token.Kind.FIELD && peek().joined()) {
            Token field = next();
            operand = new Node.Field(field.offset(), operand, field.text());
        }
        return operand;
    }

    private Operand variable(Token at) {
        if (!variables.contains(at.text())) {
            throw new Fault(at.offset(), "there is no variable $" + at.text());
        }
        return new Node.Variable(at.offset(), at.text());
    }

    private Operand word(Token at) {
        return switch (at.text()) {
            case "true" -> new Node.Literal(at.offset(), true);
            case "false" -> new Node.Literal(at.offset(), false);
            case "nil" -> new Node.Literal(at.offset(), null);
            default -> {
                if (!functions.contains(at.text())) {
                    throw new Fault(
                            at.offset(),
                            "there is no function " + at.text() + "; there are "
                                    + String.join(
                                            ", ", functions.stream().sorted().toList())
                                    + ". Fields begin with a point: {{." + at.text() + "}}");
                }
                yield new Node.Function(at.offset(), at.text());
            }
        };
    }

    private Operand sign(Token at) {
        if (at.is(".")) {
            return new Node.Dot(at.offset());
        }
        if (!at.is("(")) {
            throw new Fault(at.offset(), "\"" + at.text() + "\" where a value is expected");
        }
        Pipeline pipeline = pipeline(false);
        if (!peek().is(")")) {
            throw new Fault(at.offset(), "( is not closed");
        }
        next();
        return new Node.Group(at.offset(), pipeline);
    }

    private Token peek() {
        return tokens.get(token);
    }

    private Token next() {
        return tokens.get(peek().kind() == Token.Kind.END ? token : token++);
    }

    private void atEnd() {
        if (peek().kind() != Token.Kind.END) {
            throw new Fault(peek().offset(), "\"" + peek().text() + "\" where }} is expected");
        }
    }
}
