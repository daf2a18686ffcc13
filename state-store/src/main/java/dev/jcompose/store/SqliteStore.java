package dev.jcompose.store;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * SQLite with a write-ahead log, one connection, one transaction a batch. With synchronous=NORMAL a COMMIT only writes to
 * the log, so the lock is held for microseconds; {@link LogSync} makes many commits durable by one fsync of the log.
 * SQLite itself orders log and database at its checkpoints.
 */
final class SqliteStore implements StateStore {

    /** SQLITE_FULL. */
    private static final int FULL = 13;

    private final FolderLock folderLock;
    private final Connection connection;
    /** Replaced after a failure, with which the driver closes a statement. */
    private Statements sql;

    private final LogRoom room;
    private final LogSync sync;
    private final ReentrantLock lock = new ReentrantLock();

    private SqliteStore(FolderLock folderLock, Connection connection, LogRoom room, LogSync sync) throws SQLException {
        this.folderLock = folderLock;
        this.connection = connection;
        this.room = room;
        this.sync = sync;
        sql = Statements.of(connection);
    }

    private record Statements(
            PreparedStatement begin,
            PreparedStatement end,
            PreparedStatement select,
            PreparedStatement range,
            PreparedStatement upsert,
            PreparedStatement delete) {

        static Statements of(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement("BEGIN IMMEDIATE"),
                    connection.prepareStatement("COMMIT"),
                    connection.prepareStatement("SELECT value FROM entry WHERE tbl = ? AND key = ?"),
                    connection.prepareStatement(
                            "SELECT key, value FROM entry WHERE tbl = ? AND key >= ? AND key < ? ORDER BY key"),
                    connection.prepareStatement("INSERT OR REPLACE INTO entry (tbl, key, value) VALUES (?, ?, ?)"),
                    connection.prepareStatement("DELETE FROM entry WHERE tbl = ? AND key = ?"));
        }

        void close() throws SQLException {
            for (PreparedStatement each : List.of(begin, end, select, range, upsert, delete)) {
                each.close();
            }
        }
    }

    /** As much log as SQLite copies into the database at once. */
    private static final int LOG_PAGES = 500;

    static SqliteStore open(Path folder) {
        return open(folder, LOG_PAGES);
    }

    static SqliteStore open(Path folder, int logPages) {
        FolderLock held = FolderLock.take(folder);
        try {
            Connection connection = SqliteFile.open(folder, logPages);
            Path log = SqliteFile.log(folder);
            var room = new LogRoom(log, logPages);
            room.take();
            return new SqliteStore(held, connection, room, new LogSync(log));
        } catch (SQLException | IOException e) {
            held.close();
            throw EngineException.unavailable(
                    "state store " + folder + ": " + e.getMessage()
                            + "; check the disk, or restore the folder from a copy",
                    e);
        } catch (EngineException e) {
            held.close();
            throw e;
        }
    }

    @Override
    public Optional<byte[]> get(String table, String key) {
        lock.lock();
        try {
            sql.select.setString(1, table);
            sql.select.setString(2, key);
            try (ResultSet rows = sql.select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed("the state cannot be read (" + table + "/" + key + ")", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void scan(String table, String prefix, BiConsumer<String, byte[]> visit) {
        Map<String, byte[]> rows = new LinkedHashMap<>();
        lock.lock();
        try {
            sql.range.setString(1, table);
            sql.range.setString(2, prefix);
            sql.range.setString(3, prefix + Character.toString(Character.MAX_CODE_POINT));
            try (ResultSet found = sql.range.executeQuery()) {
                while (found.next()) {
                    rows.put(found.getString(1), found.getBytes(2));
                }
            }
        } catch (SQLException e) {
            throw failed("the state cannot be read (" + table + "/" + prefix + ")", e);
        } finally {
            lock.unlock();
        }
        rows.forEach(visit);
    }

    @Override
    public CompletableFuture<Void> commit(Batch batch) {
        CrashPoint.pass("before a commit");
        lock.lock();
        try {
            sql.begin.execute();
            for (Batch.Change change : batch.changes()) {
                apply(change);
            }
            sql.end.execute();
            // Handed over under the lock, so that the log's order is the order of the futures.
            return sync.afterWrite();
        } catch (SQLException e) {
            rollback(e);
            return CompletableFuture.failedFuture(failed("the state could not be stored", e));
        } finally {
            lock.unlock();
        }
    }

    private void apply(Batch.Change change) throws SQLException {
        byte[] value = change.value();
        PreparedStatement statement = value == null ? sql.delete : sql.upsert;
        statement.setString(1, change.table());
        statement.setString(2, change.key());
        if (value != null) {
            statement.setBytes(3, value);
        }
        statement.executeUpdate();
    }

    /** A full disk may have rolled back already; either way the next transaction begins on whole statements. */
    private void rollback(SQLException cause) {
        try (Statement undo = connection.createStatement()) {
            undo.execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        try {
            sql.close();
            sql = Statements.of(connection);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static EngineException failed(String what, SQLException e) {
        String why = e.getErrorCode() == FULL ? "no space left on device" : e.getMessage();
        return EngineException.unavailable(what + ": " + why, e);
    }

    @Override
    public void close() {
        sync.close();
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("the state store cannot be closed", e);
        } finally {
            lock.unlock();
            room.take();
            folderLock.close();
        }
    }
}
