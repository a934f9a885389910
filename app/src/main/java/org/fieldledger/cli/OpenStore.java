package org.fieldledger.cli;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.fieldledger.embedded.EmbeddedDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The database a command works on, open until it is closed.
 *
 * @param home the folder of the logs, and of the data where the database is the one brought along
 * @param masterKeyFile where the key is that wraps the keys to what is personal
 * @param owner whether this process runs the database, and closing stops it
 */
public record OpenStore(
        Path home,
        String jdbcUrl,
        String username,
        String password,
        boolean owner,
        @Nullable EmbeddedDatabase embedded,
        Path masterKeyFile)
        implements AutoCloseable {

    /** Whether another process runs the database in the data home, and this one only uses it. */
    public boolean attached() {
        return embedded != null && !owner;
    }

    /** One connection, given up after ten seconds; the caller closes it. */
    Connection connection() throws SQLException {
        var signIn = new Properties();
        signIn.setProperty("user", username);
        signIn.setProperty("password", password);
        signIn.setProperty("connectTimeout", "10");
        return DriverManager.getConnection(jdbcUrl, signIn);
    }

    /** Connections to the database, at most so many at once; to be closed before the store. */
    HikariDataSource pool(int atMost) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(jdbcUrl);
        pool.setUsername(username);
        pool.setPassword(password);
        pool.setMaximumPoolSize(atMost);
        return pool;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return jdbcUrl + " as " + username;
    }
}
