package io.tcpclose.stacks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tcpclose.stacks.Outside.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A pool through a restart of its database, which its operator announces. */
public final class HikariStack implements Stack {
    @Override
    public void play(Outside outside) throws Exception {
        int port = outside.port("postgres start");
        try (HikariDataSource pool = pool(port)) {
            use(pool);
            cancelled(pool);
            pool.getHikariPoolMXBean().softEvictConnections();
            outside.ask("postgres restart");
            use(pool);
        }
        wrongDatabase(port);
        TimeUnit.MILLISECONDS.sleep(500);
        outside.counted("PostgreSQL's log", Role.CLIENT, port, outside.port("postgres accepted"));
    }

    private static HikariDataSource pool(int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(port, "postgres"));
        config.setUsername("tester");
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    private static void use(HikariDataSource pool) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread thread = new Thread(() -> useOne(pool), "use-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void useOne(HikariDataSource pool) {
        for (int i = 0; i < 20; i++) {
            try (Connection connection = pool.getConnection()) {
                query(connection, "select generate_series(1, 1000)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** pgjdbc opens a second connection to cancel what runs on the first. */
    private static void cancelled(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            statement.execute("select pg_sleep(5)");
            throw new IllegalStateException("not cancelled");
        } catch (SQLException cancelled) {
            if (!"57014".equals(cancelled.getSQLState())) {
                throw cancelled;
            }
        }
    }

    private static void query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getInt(1);
            }
        }
    }

    private static void wrongDatabase(int port) {
        try (Connection connection = java.sql.DriverManager.getConnection(url(port, "nowhere"), "tester", "")) {
            throw new IllegalStateException(connection.toString());
        } catch (SQLException refused) {
            // what an application logs
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        int port = outside.port("postgres start");
        HikariDataSource pool = pool(port);
        plantedConnectionThatIsNotClosed(pool);
        outside.ask("postgres restart");
    }

    private static void plantedConnectionThatIsNotClosed(HikariDataSource pool)
            throws SQLException, InterruptedException {
        Connection connection = pool.getConnection();
        for (int i = 0; i < 3; i++) {
            query(connection, "select 1");
            TimeUnit.MILLISECONDS.sleep(700);
        }
        Forgotten.keep(connection);
    }
}
