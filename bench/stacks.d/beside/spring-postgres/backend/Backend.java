import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** GET / lists the greetings, POST / adds the body as one. */
final class Backend {
    public static void main(String[] args) throws Exception {
        var password = "db-wrz2z"; // as in the properties file of the original
        var url = "jdbc:postgresql://db/" + System.getenv("POSTGRES_DB");
        var db = connected(url, password);
        try (var table = db.createStatement()) {
            table.execute("CREATE TABLE IF NOT EXISTS greetings (id SERIAL PRIMARY KEY, name TEXT)");
        }
        var server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/", exchange -> {
            var answer = new StringBuilder();
            var status = 200;
            try (var connection = DriverManager.getConnection(url, "postgres", password)) {
                if (exchange.getRequestMethod().equals("POST")) {
                    try (var add = connection.prepareStatement("INSERT INTO greetings (name) VALUES (?)")) {
                        add.setString(1, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                        add.execute();
                    }
                }
                try (var query = connection.createStatement();
                        var rows = query.executeQuery("SELECT name FROM greetings ORDER BY id")) {
                    while (rows.next()) {
                        answer.append(rows.getString(1)).append('\n');
                    }
                }
            } catch (SQLException problem) {
                status = 503;
                answer.append(problem.getMessage());
            }
            var body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("listening on port 8080");
    }

    /** The stack file does not say that the database comes first. */
    private static Connection connected(String url, String password) throws InterruptedException {
        while (true) {
            try {
                return DriverManager.getConnection(url, "postgres", password);
            } catch (SQLException notYet) {
                System.out.println("waiting for the database: " + notYet.getMessage());
                Thread.sleep(500);
            }
        }
    }
}
