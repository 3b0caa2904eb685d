package menhir.peers.vertx;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;

/** A store on Vert.x and PostgreSQL, with the canonical calls that the bench sends. */
public final class Main {
    /** Orders take turns at the counter of the numbers: more connections would only wait for it. */
    private static final int ORDER_CONNECTIONS = 32;

    /** Their requests are pipelined. */
    private static final int READ_CONNECTIONS = 4;

    private Main() {}

    /** Runs until the process is ended: {@code Main HTTP_PORT POSTGRES_URI}. */
    public static void main(String[] arguments) {
        if (arguments.length != 2 || !arguments[0].matches("[0-9]{1,5}")) {
            System.err.println("usage: vertx-peer HTTP_PORT postgresql://USER@HOST:PORT/DATABASE");
            System.exit(2);
        }
        int port = Integer.parseInt(arguments[0]);
        PgConnectOptions database =
                PgConnectOptions.fromUri(arguments[1]).setCachePreparedStatements(true);
        Vertx vertx = Vertx.vertx();
        Pool orders = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(ORDER_CONNECTIONS))
                .connectingTo(database)
                .using(vertx)
                .build();
        SqlClient reads = PgBuilder.client()
                .with(new PoolOptions().setMaxSize(READ_CONNECTIONS))
                .connectingTo(database)
                .using(vertx)
                .build();
        DeploymentOptions instances =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> new StoreVerticle(port, new StoreQueries(orders, reads)), instances)
                .onSuccess(deployed -> System.out.println("ready on port " + port))
                .onFailure(failed -> {
                    System.err.println("cannot listen on port " + port + ": " + failed.getMessage());
                    System.exit(1);
                });
    }
}
