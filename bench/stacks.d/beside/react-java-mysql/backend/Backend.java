import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** GET / lists the greetings, POST / adds the body as one. */
final class Backend {
    public static void main(String[] args) throws Exception {
        var password = Files.readString(Path.of("/run/secrets/db-password")).strip();
        var url = "jdbc:mariadb://" + System.getenv("MYSQL_HOST") + ":3306/example";
        var db = DriverManager.getConnection(url, "root", password);
        try (var table = db.createStatement()) {
            table.execute("CREATE TABLE IF NOT EXISTS greetings (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(255))");
        }
        var server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/", exchange -> {
            var answer = new StringBuilder();
            var status = 200;
            try (var connection = DriverManager.getConnection(url, "root", password)) {
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
}
