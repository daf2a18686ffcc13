package dev.jcompose.cli.project;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.cli.WarmCommands;
import dev.jcompose.compose.canonical.FilePath;
import dev.jcompose.compose.environment.EnvironmentFileException;
import dev.jcompose.compose.environment.EnvironmentFiles;
import dev.jcompose.compose.load.Remote;
import dev.jcompose.compose.load.RemoteException;
import dev.jcompose.compose.load.RemoteResources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stack files of a call and its variables. The two depend on each other: a {@code .env} may name the files, and
 * beside the files may lie another {@code .env}; so each is looked for twice, in Compose's order.
 */
public final class Surroundings {
    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
    private static final List<String> OVERRIDES = List.of(
            "compose.override.yml",
            "compose.override.yaml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    private final ProjectSettings settings;
    private final RemoteResources remote;
    private final Map<String, String> environment;
    private final Set<String> warnings = new LinkedHashSet<>();
    private List<String> files;
    private List<String> envFiles;

    private Surroundings(ProjectSettings settings, RemoteResources remote) {
        this.settings = settings;
        this.remote = remote;
        this.environment = new TreeMap<>(settings.environment());
        this.files = settings.files().stream().map(this::onThisHost).toList();
        this.envFiles = givenEnvFiles();
    }

    /** Looks for them. Throws where a named file is missing or an env file cannot be read. */
    public static Surroundings find(ProjectSettings settings, RemoteResources remote) {
        Map<String, String> process = new Surroundings(settings, remote).withVariablesOfCompose();
        Surroundings found = new Surroundings(settings.withEnvironment(process), remote);
        found.environment.putIfAbsent("PWD", settings.cwd().toString());
        found.readEnvFiles();
        found.filesOfEnvironment();
        found.usualFiles();
        found.readEnvFiles();
        return found;
    }

    /**
     * The environment of the process with the variables of Compose's own that the env files add to it. Nothing is fetched for
     * it, and an env file that cannot be read adds nothing: who needs the project is told by {@link #find}.
     */
    public static Map<String, String> environment(ProjectSettings settings) {
        try {
            return settings.files().stream().anyMatch(Remote::isRemote)
                    ? settings.environment()
                    : new Surroundings(settings, RemoteResources.NONE).withVariablesOfCompose();
        } catch (EngineException e) {
            return settings.environment();
        }
    }

    /** A .env may hold variables of Compose's own, which then count as if the caller had set them. */
    private Map<String, String> withVariablesOfCompose() {
        readEnvFiles();
        Map<String, String> process = new TreeMap<>(settings.environment());
        environment.forEach((name, value) -> {
            if (name.startsWith("COMPOSE_") && !name.equals("COMPOSE_ENV_FILES")) {
                process.putIfAbsent(name, value);
            }
        });
        return process;
    }

    /** Absolute paths of the stack files, or {@code -}; none where none was found. */
    public List<String> files() {
        return files.stream()
                .map(file -> file.equals("-") ? file : absolute(file))
                .toList();
    }

    /** The files of variables that were read for replacing them. */
    public List<String> envFiles() {
        return envFiles;
    }

    /** Of the process, and of the env files where it has none. */
    public Map<String, String> environment() {
        return environment;
    }

    /** What the user should know about the search. */
    public Set<String> warnings() {
        return warnings;
    }

    /**
     * The folder that the user has the stack in, which holds its {@code .env} and names it. A stack from elsewhere is had in the
     * current one.
     */
    public String folder() {
        String given = settings.projectDirectory();
        if (given != null && !given.isEmpty()) {
            return absolute(given);
        }
        return files.stream()
                .filter(file -> !file.equals("-"))
                .findFirst()
                .filter(file -> !isFetched(file))
                .map(file -> FilePath.parent(absolute(file)))
                .orElse(settings.cwd().toString());
    }

    /** The folder that relative paths of the stack are taken from: that of the first file from elsewhere, else {@link #folder}. */
    public String workingDirectory() {
        return files.stream()
                .filter(this::isFetched)
                .findFirst()
                .map(FilePath::parent)
                .orElseGet(this::folder);
    }

    /** Whether it is a copy of what lies elsewhere. */
    private boolean isFetched(String file) {
        return remote.root(file) != null;
    }

    public List<String> profiles() {
        if (!settings.profiles().isEmpty()) {
            return settings.profiles();
        }
        List<String> profiles = new ArrayList<>();
        for (String profile : environment.getOrDefault("COMPOSE_PROFILES", "").split(",", -1)) {
            profiles.add(profile.strip());
        }
        return profiles;
    }

    /** Given by flag or variable; null where files or folder decide. */
    public @Nullable String projectName() {
        String given = settings.projectName();
        if (given != null && !given.isEmpty()) {
            return given;
        }
        String named = environment.get("COMPOSE_PROJECT_NAME");
        return named == null || named.isEmpty() ? null : named;
    }

    /** Whether names join their parts as the first Compose did. */
    public boolean underscores() {
        return settings.compatibility() || isTrue(environment.get("COMPOSE_COMPATIBILITY"));
    }

    private static boolean isTrue(@Nullable String text) {
        return text != null && Set.of("1", "t", "true").contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private String onThisHost(String file) {
        if (!Remote.isRemote(file)) {
            return file;
        }
        try {
            return remote.fetch(file);
        } catch (RemoteException e) {
            throw EngineException.invalid(String.valueOf(e.getMessage()));
        }
    }

    private String absolute(String path) {
        return FilePath.resolve(settings.cwd().toString(), path);
    }

    private List<String> givenEnvFiles() {
        List<String> given = settings.envFiles();
        if (given.isEmpty()) {
            String named = settings.environment().getOrDefault("COMPOSE_ENV_FILES", "");
            given = List.of(named.split(",")).stream()
                    .filter(name -> !name.isEmpty())
                    .toList();
        }
        return given.stream().map(this::withHome).map(this::absolute).toList();
    }

    private String withHome(String path) {
        String home = settings.environment().get("HOME");
        return path.startsWith("~") && home != null ? FilePath.join(home, path.substring(1)) : path;
    }

    private void readEnvFiles() {
        boolean given = !givenEnvFiles().isEmpty();
        if (!given && !disabled()) {
            Path usual = Path.of(folder(), ".env");
            if (Files.isRegularFile(usual)) {
                envFiles = List.of(usual.toString());
            }
        }
        try {
            EnvironmentFiles.load(
                            environment,
                            envFiles,
                            WarmCommands.room(),
                            name -> warnings.add(
                                    "The \"%s\" variable is not set. Defaulting to a blank string.".formatted(name)))
                    .forEach(environment::putIfAbsent);
        } catch (EnvironmentFileException e) {
            WarmCommands.needRoomAfter(e.code());
            throw new EngineException(ErrorKind.INVALID, e.position() + ": " + e.getMessage(), e);
        }
    }

    private boolean disabled() {
        String value = settings.environment().get("COMPOSE_DISABLE_ENV_FILE");
        if (value == null) {
            return false;
        }
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                throw EngineException.invalid(
                        "COMPOSE_DISABLE_ENV_FILE is \"%s\", which is no boolean".formatted(value));
        };
    }

    private void filesOfEnvironment() {
        String named = environment.get("COMPOSE_FILE");
        if (!files.isEmpty() || named == null) {
            return;
        }
        String separator = environment.getOrDefault("COMPOSE_PATH_SEPARATOR", "");
        String pattern = java.util.regex.Pattern.quote(separator.isEmpty() ? ":" : separator);
        List<String> found = new ArrayList<>();
        for (String name : named.split(pattern, -1)) {
            String file = onThisHost(name);
            if (!file.equals("-") && !Files.exists(Path.of(absolute(file)))) {
                throw EngineException.invalid(
                        "%s: no such file or directory (named by COMPOSE_FILE)".formatted(absolute(file)));
            }
            found.add(file.equals("-") ? file : absolute(file));
        }
        files = found;
    }

    /** In the working folder or the nearest one above it. */
    private void usualFiles() {
        if (!files.isEmpty()) {
            return;
        }
        for (Path folder = Path.of(folder()); folder != null; folder = folder.getParent()) {
            List<String> candidates = existing(folder, NAMES, "config");
            if (!candidates.isEmpty()) {
                List<String> found = new ArrayList<>(List.of(candidates.getFirst()));
                existing(folder, OVERRIDES, "override").stream().findFirst().ifPresent(found::add);
                files = found;
                return;
            }
        }
    }

    private List<String> existing(Path folder, List<String> names, String what) {
        List<String> found = names.stream()
                .map(name -> folder.resolve(name))
                .filter(Files::exists)
                .map(Path::toString)
                .toList();
        if (found.size() > 1) {
            warnings.add("Found multiple %s files with supported names: %s".formatted(what, String.join(", ", found)));
            warnings.add("Using " + found.getFirst());
        }
        return found;
    }

    /** Of the variables in a template, where each is from: {@code  (TAG from the environment)}. */
    String sources(String template) {
        Matcher matcher = VARIABLE.matcher(template);
        Set<String> told = new LinkedHashSet<>();
        while (matcher.find()) {
            String name = matcher.group(1);
            told.add(name
                    + (settings.environment().containsKey(name)
                            ? " from the environment"
                            : environment.containsKey(name) ? " from an env file" : " not set"));
        }
        return told.isEmpty() ? "" : " (" + String.join(", ", told) + ")";
    }
}
