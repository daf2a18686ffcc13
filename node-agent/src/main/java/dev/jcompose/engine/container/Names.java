package dev.jcompose.engine.container;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Names for containers that are given none: a quality and a bird. */
final class Names {
    private static final List<String> QUALITIES = List.of(
            "agile",
            "amber",
            "bold",
            "brave",
            "bright",
            "brisk",
            "calm",
            "clever",
            "crisp",
            "curious",
            "eager",
            "early",
            "fearless",
            "fleet",
            "gentle",
            "glad",
            "happy",
            "honest",
            "jolly",
            "keen",
            "kind",
            "lively",
            "lucid",
            "merry",
            "mighty",
            "neat",
            "nimble",
            "patient",
            "proud",
            "quick",
            "quiet",
            "rapid",
            "ready",
            "silent",
            "sleek",
            "smart",
            "snug",
            "steady",
            "sunny",
            "swift",
            "tidy",
            "true",
            "vivid",
            "warm",
            "wise",
            "witty",
            "young",
            "zesty");
    private static final List<String> BIRDS = List.of(
            "albatross",
            "avocet",
            "bittern",
            "bunting",
            "buzzard",
            "crane",
            "cuckoo",
            "curlew",
            "dipper",
            "dove",
            "dunlin",
            "eagle",
            "egret",
            "falcon",
            "finch",
            "gannet",
            "goshawk",
            "grebe",
            "harrier",
            "heron",
            "hobby",
            "hoopoe",
            "ibis",
            "jackdaw",
            "jay",
            "kestrel",
            "kite",
            "lapwing",
            "lark",
            "linnet",
            "magpie",
            "martin",
            "merlin",
            "nightjar",
            "osprey",
            "ouzel",
            "owl",
            "petrel",
            "pipit",
            "plover",
            "puffin",
            "quail",
            "raven",
            "robin",
            "rook",
            "ruff",
            "shrike",
            "siskin",
            "skua",
            "snipe",
            "sparrow",
            "starling",
            "stork",
            "swallow",
            "swan",
            "tern",
            "thrush",
            "vireo",
            "wagtail",
            "warbler",
            "wheatear",
            "whimbrel",
            "woodcock",
            "wren");

    private Names() {}

    static String draw(RandomGenerator random, Predicate<String> free) {
        for (int attempt = 0; ; attempt++) {
            String name = pick(QUALITIES, random) + "_" + pick(BIRDS, random);
            String numbered = attempt < 5 ? name : name + random.nextInt(10 * attempt);
            if (free.test(numbered)) {
                return numbered;
            }
        }
    }

    private static String pick(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}
