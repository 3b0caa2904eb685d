package menhir.http.connections;

import akka.Done;
import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * TLS of a connection, outside of everything that looks at bytes of HTTP. A handshake has as much time as a head, from the
 * beginning of the connection. A client that does not get through one costs a place for that time and is not logged.
 *
 * <p>It reads from the client only when what it has to send was taken, so a client that does not read makes it keep nothing.
 */
final class TlsStage extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
    private static final String TIMER = "handshake";

    private final Inlet<ByteString> fromServer = Inlet.create("clearFromServer");
    private final Outlet<ByteString> toClient = Outlet.create("toClient");
    private final Inlet<ByteString> fromClient = Inlet.create("fromClient");
    private final Outlet<ByteString> toServer = Outlet.create("clearToServer");
    private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
            BidiShape.of(fromServer, toClient, fromClient, toServer);

    private final Supplier<SSLEngine> engines;
    private final Handshakes handshakes;
    private final Duration limit;
    private final ByteString clearTextResponse;
    private final Runnable onFailed;

    /**
     * @param engines one for each connection
     * @param limit time for a handshake
     * @param clearTextResponse what a client gets that does not speak TLS but HTTP
     * @param onFailed called for each connection that ends without a handshake
     */
    TlsStage(
            Supplier<SSLEngine> engines,
            Handshakes handshakes,
            Duration limit,
            ByteString clearTextResponse,
            Runnable onFailed) {
        this.engines = engines;
        this.handshakes = handshakes;
        this.limit = limit;
        this.clearTextResponse = clearTextResponse;
        this.onFailed = onFailed;
    }

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {
        private final TlsRecords records = new TlsRecords(engines.get());
        private final AsyncCallback<Done> tasksDone = createAsyncCallback(done -> onTasksDone());
        private boolean tasksRunning;
        private boolean anyBytes;
        private boolean refused;

        Logic() {
            super(shape);
            setHandler(fromClient, new AbstractInHandler() {
                @Override
                public void onPush() {
                    onBytes(grab(fromClient));
                }

                @Override
                public void onUpstreamFinish() {
                    if (records.isEstablished()) {
                        advance();
                    } else {
                        completeStage();
                    }
                }

                @Override
                public void onUpstreamFailure(Throwable failure) {
                    if (records.isEstablished()) {
                        failStage(failure);
                    } else {
                        completeStage();
                    }
                }
            });
            setHandler(toServer, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    advance();
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(fromClient, cause);
                }
            });
            setHandler(fromServer, new AbstractInHandler() {
                @Override
                public void onPush() {
                    try {
                        records.encrypt(grab(fromServer));
                        advance();
                    } catch (SSLException e) {
                        refuse();
                    }
                }

                @Override
                public void onUpstreamFinish() {
                    records.close();
                    advance();
                }
            });
            setHandler(toClient, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    advance();
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(fromServer, cause);
                }
            });
        }

        @Override
        public void preStart() {
            scheduleOnce(TIMER, limit);
            pull(fromClient);
        }

        @Override
        public void postStop() {
            if (!records.isEstablished()) {
                onFailed.run();
            }
        }

        @Override
        public void onTimer(Object key) {
            if (refused || !records.isEstablished()) {
                completeStage();
            }
        }

        private void onBytes(ByteString bytes) {
            boolean first = !anyBytes && !bytes.isEmpty();
            anyBytes |= first;
            // The first byte of TLS is no letter, that of a method is one.
            if (first && Character.isUpperCase(bytes.apply(0))) {
                endWith(clearTextResponse);
                return;
            }
            records.receive(bytes);
            advance();
        }

        /** Does all that can be done now. */
        private void advance() {
            if (refused || tasksRunning || !sent()) {
                return;
            }
            try {
                switch (records.handshake()) {
                    case TASKS -> startTasks();
                    case BYTES -> pullClient();
                    case NOTHING -> passBytes();
                }
                sent();
            } catch (SSLException e) {
                refuse();
            }
        }

        /** Whether the client has taken all that there was to send. */
        private boolean sent() {
            if (records.hasOutput() && isAvailable(toClient)) {
                push(toClient, records.takeOutput());
            }
            if (records.hasOutput()) {
                return false;
            }
            if (isClosed(fromServer) && !isClosed(toClient)) {
                complete(toClient);
            }
            return true;
        }

        private void startTasks() {
            tasksRunning = handshakes.submit(() -> {
                records.runTasks();
                tasksDone.invoke(Done.getInstance());
            });
            if (!tasksRunning) {
                completeStage();
            }
        }

        private void onTasksDone() {
            tasksRunning = false;
            advance();
        }

        private void passBytes() throws SSLException {
            if (isAvailable(toServer)) {
                ByteString clear = records.decrypt();
                if (!clear.isEmpty()) {
                    push(toServer, clear);
                } else if (records.inputEnded() || (isClosed(fromClient) && !records.hasOutput())) {
                    complete(toServer);
                } else {
                    pullClient();
                }
            }
            if (!isClosed(fromServer) && !hasBeenPulled(fromServer) && !records.hasOutput()) {
                pull(fromServer);
            }
        }

        private void pullClient() {
            if (!isClosed(fromClient) && !hasBeenPulled(fromClient)) {
                pull(fromClient);
            }
        }

        /** Tells the client what was wrong, and closes the connection. */
        private void refuse() {
            records.close();
            endWith(records.takeOutput());
        }

        private void endWith(ByteString last) {
            refused = true;
            scheduleOnce(TIMER, limit);
            cancel(fromClient);
            cancel(fromServer);
            complete(toServer);
            if (last.isEmpty() || isClosed(toClient)) {
                completeStage();
            } else {
                emit(toClient, last, this::completeStage);
            }
        }
    }
}
