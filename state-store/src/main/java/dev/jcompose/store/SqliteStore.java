package dev.jcompose.store;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
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

    private final FolderLock folderLock;
    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement end;
    private final PreparedStatement undo;
    private final PreparedStatement select;
    private final PreparedStatement range;
    private final PreparedStatement upsert;
    private final PreparedStatement delete;
    private final LogSync sync;
    private final ReentrantLock lock = new ReentrantLock();

    private SqliteStore(FolderLock folderLock, Connection connection, LogSync sync) throws SQLException {
        this.folderLock = folderLock;
        this.connection = connection;
        this.sync = sync;
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        end = connection.prepareStatement("COMMIT");
        undo = connection.prepareStatement("ROLLBACK");
        select = connection.prepareStatement("SELECT value FROM entry WHERE tbl = ? AND key = ?");
        range = connection.prepareStatement(
                "SELECT key, value FROM entry WHERE tbl = ? AND key >= ? AND key < ? ORDER BY key");
        upsert = connection.prepareStatement("INSERT OR REPLACE INTO entry (tbl, key, value) VALUES (?, ?, ?)");
        delete = connection.prepareStatement("DELETE FROM entry WHERE tbl = ? AND key = ?");
    }

    /** As much log as SQLite copies into the database at once. */
    private static final int LOG_PAGES = 1000;

    static SqliteStore open(Path folder) {
        return open(folder, LOG_PAGES);
    }

    static SqliteStore open(Path folder, int logPages) {
        FolderLock held = FolderLock.take(folder);
        try {
            Connection connection = SqliteFile.open(folder, logPages);
            return new SqliteStore(held, connection, new LogSync(SqliteFile.log(folder)));
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
            select.setString(1, table);
            select.setString(2, key);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed("read " + table + "/" + key, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void scan(String table, String prefix, BiConsumer<String, byte[]> visit) {
        Map<String, byte[]> rows = new LinkedHashMap<>();
        lock.lock();
        try {
            range.setString(1, table);
            range.setString(2, prefix);
            range.setString(3, prefix + Character.toString(Character.MAX_CODE_POINT));
            try (ResultSet found = range.executeQuery()) {
                while (found.next()) {
                    rows.put(found.getString(1), found.getBytes(2));
                }
            }
        } catch (SQLException e) {
            throw failed("scan " + table + "/" + prefix, e);
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
            begin.execute();
            for (Batch.Change change : batch.changes()) {
                apply(change);
            }
            end.execute();
            // Handed over under the lock, so that the log's order is the order of the futures.
            return sync.afterWrite();
        } catch (SQLException e) {
            rollback(e);
            return CompletableFuture.failedFuture(failed("write", e));
        } finally {
            lock.unlock();
        }
    }

    private void apply(Batch.Change change) throws SQLException {
        byte[] value = change.value();
        PreparedStatement statement = value == null ? delete : upsert;
        statement.setString(1, change.table());
        statement.setString(2, change.key());
        if (value != null) {
            statement.setBytes(3, value);
        }
        statement.executeUpdate();
    }

    private void rollback(SQLException cause) {
        try {
            undo.execute();
        } catch (SQLException e) {
            cause.addSuppressed(e); // a full disk has rolled back already
        }
    }

    private static UncheckedIOException failed(String what, SQLException e) {
        return new UncheckedIOException(new IOException("state store: " + what + ": " + e.getMessage(), e));
    }

    @Override
    public void close() {
        sync.close();
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        } finally {
            lock.unlock();
            folderLock.close();
        }
    }
}
