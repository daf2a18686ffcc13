package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.error.EngineException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What {@code logs --details} puts before each line: the labels and variables that the log's options choose, and its tag. */
final class LogDetails {
    private static final String LABELS = "labels";
    private static final String ENV = "env";
    private static final String TAG = "tag";
    private static final String REGEX = "-regex";
    static final Set<String> OPTIONS = Set.of(LABELS, LABELS + REGEX, ENV, ENV + REGEX, TAG);

    private static final int SHORT_ID = 12;
    private static final String DIGEST = "sha256:";
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.(\\w+)\\s*}}");
    private static final Set<String> FIELDS =
            Set.of("ID", "FullID", "Name", "ImageID", "ImageFullID", "ImageName", "DaemonName");

    private LogDetails() {}

    /** INVALID for an expression that is none, and a tag that asks for more than fields. */
    static void check(Map<String, String> options) {
        for (String key : List.of(LABELS + REGEX, ENV + REGEX)) {
            try {
                Pattern.compile(options.getOrDefault(key, ""));
            } catch (PatternSyntaxException e) {
                throw EngineException.invalid("log option " + key + ": " + e.getMessage());
            }
        }
        String tag = options.getOrDefault(TAG, "");
        boolean known =
                FIELD.matcher(tag).results().map(field -> field.group(1)).allMatch(FIELDS::contains);
        if (!known || FIELD.matcher(tag).replaceAll("").contains("{{")) {
            throw EngineException.invalid("log option tag=" + tag + ": a tag takes text and the fields "
                    + FIELDS.stream().sorted().map(name -> "{{." + name + "}}").collect(Collectors.joining(", ")));
        }
    }

    /** {@code key=value,key=value}, sorted, as in a query of a URL; empty where nothing is chosen. */
    static String of(ContainerRecord record) {
        Map<String, String> options = record.host().running().logConfig().config();
        Map<String, String> chosen = new TreeMap<>();
        choose(record.config().labels(), options, LABELS, chosen);
        choose(variables(record.config()), options, ENV, chosen);
        String tag = options.getOrDefault(TAG, "");
        if (!tag.isEmpty()) {
            chosen.put(TAG, FIELD.matcher(tag).replaceAll(field -> field(field, record)));
        }
        return chosen.entrySet().stream()
                .map(each -> escaped(each.getKey()) + "=" + escaped(each.getValue()))
                .collect(Collectors.joining(","));
    }

    private static void choose(
            Map<String, String> from, Map<String, String> options, String key, Map<String, String> chosen) {
        Set<String> named =
                Set.copyOf(Arrays.asList(options.getOrDefault(key, "").split(",")));
        String regex = options.getOrDefault(key + REGEX, "");
        Predicate<String> matches =
                regex.isEmpty() ? name -> false : Pattern.compile(regex).asPredicate();
        from.forEach((name, value) -> {
            if (named.contains(name) || matches.test(name)) {
                chosen.put(name, value);
            }
        });
    }

    private static Map<String, String> variables(ContainerConfig config) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String each : config.command().env()) {
            String[] parts = each.split("=", 2);
            if (parts.length == 2) {
                all.put(parts[0], parts[1]);
            }
        }
        return all;
    }

    private static String field(MatchResult field, ContainerRecord record) {
        String image =
                record.imageId().startsWith(DIGEST) ? record.imageId().substring(DIGEST.length()) : record.imageId();
        return java.util.regex.Matcher.quoteReplacement(
                switch (field.group(1)) {
                    case "ID" -> shortened(record.id());
                    case "FullID" -> record.id();
                    case "Name" -> record.name();
                    case "ImageID" -> shortened(image);
                    case "ImageFullID" -> record.imageId();
                    case "ImageName" -> record.config().image();
                    default -> "docker";
                });
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
