package dev.lagzero.sink.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import javax.sql.DataSource;

/**
 * Two pools for two roles: the owner makes and changes tables, the writer only fills them. Connections are made when
 * they are needed, so a server that is down is noticed by whoever asks.
 */
public final class Connections implements AutoCloseable {

    private static final int MOST = 16;
    private static final long CONNECT_MILLIS = 5_000;

    private final HikariDataSource owner;
    private final HikariDataSource writer;
    private final boolean separate;

    private Connections(HikariDataSource owner, HikariDataSource writer, boolean separate) {
        this.owner = owner;
        this.writer = writer;
        this.separate = separate;
    }

    /** Who logs in; the password is never written anywhere. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** A pool as it is at the moment when it is asked. */
    public record Pool(HikariDataSource source) {

        public String name() {
            return source.getPoolName();
        }

        public int max() {
            return source.getMaximumPoolSize();
        }

        public int total() {
            return source.getHikariPoolMXBean().getTotalConnections();
        }

        public int active() {
            return source.getHikariPoolMXBean().getActiveConnections();
        }

        public int pending() {
            return source.getHikariPoolMXBean().getThreadsAwaitingConnection();
        }
    }

    public List<Pool> pools() {
        return List.of(new Pool(owner), new Pool(writer));
    }

    public static Connections open(String jdbcUrl, Login owner, Login writer) {
        return new Connections(
                pool("lagzero-owner", jdbcUrl, owner),
                pool("lagzero-writer", jdbcUrl, writer),
                !owner.user().equals(writer.user()));
    }

    private static HikariDataSource pool(String name, String jdbcUrl, Login login) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(MOST);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(SessionSettings.sql());
        config.addDataSourceProperty("ApplicationName", name);
        // Details of errors quote rows; rows do not belong into logs.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }

    public DataSource owner() {
        return owner;
    }

    public DataSource writer() {
        return writer;
    }

    /** Connections that wait in the pools are closed; those in use are when they come back. */
    public void renew() {
        owner.getHikariPoolMXBean().softEvictConnections();
        writer.getHikariPoolMXBean().softEvictConnections();
    }

    /** Half of the writer's connections are free: a worker may take a second one, and leaves enough for others. */
    public boolean writerHasRoom() {
        return hasRoom(writer);
    }

    /** The same of the owner's. */
    public boolean ownerHasRoom() {
        return hasRoom(owner);
    }

    private static boolean hasRoom(HikariDataSource pool) {
        return new Pool(pool).active() < MOST / 2;
    }

    /** False when one role does both, so that nothing but our code keeps rows' transactions from changing tables. */
    public boolean separate() {
        return separate;
    }

    @Override
    public void close() {
        writer.close();
        owner.close();
    }
}
