package dev.jcompose.store;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The files of a store's folder and the format of its database. */
final class SqliteFile {

    /** Raised by one with every change of the tables; an older program refuses a newer file. */
    static final int FORMAT = 2;

    static final int PAGE = 4096;

    private SqliteFile() {}

    static Path database(Path folder) {
        return folder.resolve("state.db");
    }

    static Path log(Path folder) {
        return folder.resolve("state.db-wal");
    }

    /** Opens or makes the database, replays its log as far as it is whole, and makes the files' names durable. */
    static Connection open(Path folder, int logPages) throws SQLException, IOException {
        // Where no build has unpacked the driver's native part, as in tests, the driver does, into a folder; ours is
        // emptied here, so that a killed daemon litters nowhere.
        Path unpacked = Files.createDirectories(folder.resolve("native"));
        clear(unpacked);
        System.setProperty("org.sqlite.tmpdir", unpacked.toString());
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database(folder));
        try (Statement sql = connection.createStatement()) {
            // Exclusive: no shared-memory file, and no other program writes meanwhile.
            sql.execute("PRAGMA locking_mode = EXCLUSIVE");
            sql.execute("PRAGMA page_size = " + PAGE);
            sql.execute("PRAGMA journal_mode = WAL");
            sql.execute("PRAGMA synchronous = NORMAL");
            sql.execute("PRAGMA wal_autocheckpoint = " + logPages);
            sql.execute("PRAGMA cache_size = -1024");
            checkFormat(folder, sql);
            sql.execute(
                    "CREATE TABLE IF NOT EXISTS entry (tbl TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tbl, key)) WITHOUT ROWID");
            sql.execute("PRAGMA user_version = " + FORMAT);
            makeFreePages(folder, sql, logPages / 2);
            syncFolder(folder);
            return connection;
        } catch (SQLException | IOException | EngineException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Pages by which the state can grow without the database's file doing so. Where that had to grow on a full disk, no checkpoint
     * would be possible any more, and the log would come to the end of its room.
     */
    private static void makeFreePages(Path folder, Statement sql, int pages) throws SQLException, IOException {
        long bytes = (long) pages * PAGE;
        try (ResultSet free = sql.executeQuery("PRAGMA freelist_count")) {
            boolean enough = free.next() && free.getInt(1) >= pages / 2;
            if (enough || Files.getFileStore(folder).getUsableSpace() < 10 * bytes) {
                return;
            }
        }
        try {
            sql.execute("INSERT OR REPLACE INTO entry VALUES ('', '', zeroblob(" + bytes + "))");
            sql.execute("DELETE FROM entry WHERE tbl = '' AND key = ''");
            sql.execute("PRAGMA wal_checkpoint");
        } catch (SQLException e) {
            // A quota, or somebody was quicker: it goes without, and what cannot be stored then is told.
        }
    }

    private static void checkFormat(Path folder, Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery("PRAGMA user_version")) {
            int found = row.next() ? row.getInt(1) : 0;
            if (found > FORMAT) {
                throw EngineException.unavailable(
                        "state store " + folder + " has format " + found + ", this program knows up to " + FORMAT
                                + ": start the newer jcompose that wrote it",
                        null);
            }
        }
    }

    private static void clear(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
