package menhir.peers.spring;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** A store on Spring Boot, JDBC and PostgreSQL, with the canonical calls that the bench sends. */
@SpringBootApplication
public class Main {
    /** Orders take turns at the counter of the numbers, and reads are short: more connections would only wait. */
    private static final int CONNECTIONS = 32;

    /** Runs until the process is ended: {@code Main HTTP_PORT POSTGRES_URI}. */
    public static void main(String[] arguments) {
        if (arguments.length != 2 || !arguments[0].matches("[0-9]{1,5}")) {
            System.err.println("usage: spring-peer HTTP_PORT postgresql://USER@HOST:PORT/DATABASE");
            System.exit(2);
        }
        URI database = URI.create(arguments[1]);
        SpringApplication application = new SpringApplication(Main.class);
        application.setDefaultProperties(Map.of(
                "server.port", arguments[0],
                "server.address", "127.0.0.1",
                "spring.main.banner-mode", "off",
                "spring.datasource.url",
                        "jdbc:postgresql://" + database.getHost() + ":" + database.getPort() + database.getPath(),
                "spring.datasource.username", database.getUserInfo(),
                "spring.datasource.hikari.maximum-pool-size", CONNECTIONS,
                // From the first use on.
                "spring.datasource.hikari.data-source-properties.prepareThreshold", 1,
                "server.tomcat.max-connections", 8_192,
                // A connection is never closed after a number of requests.
                "server.tomcat.max-keep-alive-requests", -1));
        application.run();
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        System.out.println("ready");
    }
}
