package dev.jcompose.engine.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jcompose.linux.nft.Nft;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what other firewalls do to forwarded packets. A verdict of ours cannot overrule theirs: a packet has to pass every
 * table. So what stands in the way is named, with the rules that let containers through.
 */
final class ForeignFirewall {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Nft nft;

    ForeignFirewall(Nft nft) {
        this.nft = nft;
    }

    /**
     * A chain that drops what containers send or get.
     *
     * @param rules commands of nft that let them through
     */
    record Obstacle(String family, String table, String chain, List<String> rules) {
        @Override
        public String toString() {
            return "the firewall chain %s %s %s drops the traffic of containers; let it pass with: %s"
                    .formatted(
                            family,
                            table,
                            chain,
                            String.join(
                                    "; ",
                                    rules.stream()
                                            .map(rule -> "nft " + quoted(rule))
                                            .toList()));
        }

        private static String quoted(String rule) {
            return "'" + rule + "'";
        }
    }

    List<Obstacle> find() {
        var obstacles = new ArrayList<Obstacle>();
        for (var each : parse(nft.list("list chains"))) {
            var chain = each.path("chain");
            if (chain.path("hook").asText().equals("forward")
                    && !chain.path("table").asText().startsWith("jcompose_")
                    && List.of("inet", "ip", "ip6")
                            .contains(chain.path("family").asText())) {
                inspect(chain, obstacles);
            }
        }
        return obstacles;
    }

    private void inspect(JsonNode chain, List<Obstacle> obstacles) {
        var family = chain.path("family").asText();
        var table = chain.path("table").asText();
        var name = chain.path("name").asText();
        var rules = parse(nft.list("list chain %s %s %s".formatted(family, table, name))).stream()
                .map(each -> each.path("rule").path("expr"))
                .filter(expr -> !expr.isMissingNode())
                .toList();
        var drops = chain.path("policy").asText().equals("drop") || (!rules.isEmpty() && dropsAll(rules.getLast()));
        if (drops && rules.stream().noneMatch(ForeignFirewall::letsContainersPass)) {
            var insert = "insert rule %s %s %s ".formatted(family, table, name);
            obstacles.add(new Obstacle(
                    family,
                    table,
                    name,
                    List.of(
                            insert + "iifgroup " + FirewallText.GROUP + " accept",
                            insert + "oifgroup " + FirewallText.GROUP + " accept")));
        }
    }

    /** A rule that begins with its verdict: counters aside it matches every packet. */
    private static boolean dropsAll(JsonNode expressions) {
        for (var each : expressions) {
            if (each.has("drop") || each.has("reject")) {
                return true;
            }
            if (!each.has("counter")) {
                return false;
            }
        }
        return false;
    }

    private static boolean letsContainersPass(JsonNode expressions) {
        var text = expressions.toString();
        return text.contains("\"iifgroup\"") && text.contains("27235") && text.contains("\"accept\"");
    }

    private static List<JsonNode> parse(String json) {
        try {
            var all = new ArrayList<JsonNode>();
            JSON.readTree(json).path("nftables").forEach(all::add);
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("nft answered what is no JSON: " + json, e);
        }
    }
}
