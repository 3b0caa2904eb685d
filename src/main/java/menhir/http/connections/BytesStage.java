package menhir.http.connections;

import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Passes the bytes of a connection in both directions, and closes it when a head is late, or when it is told to. It has a
 * timer only while bytes arrive, and starts it at most once per limit: a request that arrives at once costs a look at the
 * clock. A head that Akka's parser must not see ({@link CodedHttp10}) is broken here, so that the parser refuses it.
 */
final class BytesStage
        extends AbstractGraphStageWithMaterializedValue<
                BidiShape<ByteString, ByteString, ByteString, ByteString>, BytesStage.Control> {

    /** Closes the connection. Thread-safe. */
    interface Control {
        /** Closes it if no request and no head is under way. */
        void closeIfIdle();

        /** Closes it, whatever is under way. */
        void abort();
    }

    private static final String TIMER = "head";

    /** No header's name has it. */
    private static final ByteString ILLEGAL = ByteString.fromArrayUnsafe(new byte[] {0});

    private final Inlet<ByteString> fromClient = Inlet.create("fromClient");
    private final Outlet<ByteString> toServer = Outlet.create("toServer");
    private final Inlet<ByteString> fromServer = Inlet.create("fromServer");
    private final Outlet<ByteString> toClient = Outlet.create("toClient");
    private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
            BidiShape.of(fromServer, toClient, fromClient, toServer);

    private final HeadDeadline deadline;
    private final ByteString lateResponse;

    /** @param lateResponse what a client gets whose head is late, before the connection is closed */
    BytesStage(HeadDeadline deadline, ByteString lateResponse) {
        this.deadline = deadline;
        this.lateResponse = lateResponse;
    }

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, Control> createLogicAndMaterializedValuePair(Attributes attributes) {
        Logic logic = new Logic();
        return Pair.create(logic, logic);
    }

    private final class Logic extends TimerGraphStageLogic implements Control {
        private final AsyncCallback<Boolean> close = createAsyncCallback(this::onClose);
        private final CodedHttp10 guard = new CodedHttp10();
        private boolean refused;

        Logic() {
            super(shape);
            connect(fromClient, toServer, bytes -> {
                deadline.onBytes(System.nanoTime());
                startTimer();
                return guarded(bytes);
            });
            connect(fromServer, toClient, bytes -> bytes);
        }

        /** Passes elements, demand and completion from an inlet to an outlet. */
        private void connect(Inlet<ByteString> in, Outlet<ByteString> out, UnaryOperator<ByteString> onBytes) {
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(out, onBytes.apply(grab(in)));
                }

                @Override
                public void onUpstreamFinish() {
                    complete(out);
                }

                @Override
                public void onUpstreamFailure(Throwable failure) {
                    fail(out, failure);
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(in);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(in, cause);
                }
            });
        }

        /** The parser answers what is before an illegal byte, then that byte, and closes the connection. */
        private ByteString guarded(ByteString bytes) {
            if (refused) {
                return ByteString.emptyByteString();
            }
            ByteBuffer each = bytes.asByteBuffer();
            while (each.hasRemaining()) {
                if (guard.onByte(each.get())) {
                    refused = true;
                    return bytes.take(each.position() - 1).concat(ILLEGAL);
                }
            }
            return bytes;
        }

        @Override
        public void closeIfIdle() {
            close.invoke(true);
        }

        @Override
        public void abort() {
            close.invoke(false);
        }

        private void onClose(boolean onlyIfIdle) {
            if (!onlyIfIdle) {
                failStage(new IOException("the connection was given up"));
            } else if (deadline.idle()) {
                completeStage();
            }
        }

        @Override
        public void preStart() {
            startTimer();
        }

        private void startTimer() {
            long remaining = deadline.remaining(System.nanoTime());
            if (remaining != HeadDeadline.NONE && !isTimerActive(TIMER)) {
                scheduleOnce(TIMER, Duration.ofNanos(Math.max(1, remaining)));
            }
        }

        @Override
        public void onTimer(Object key) {
            long remaining = deadline.remaining(System.nanoTime());
            if (remaining > 0) {
                startTimer();
                return;
            }
            // A client that does not read gets no response.
            if (isAvailable(toClient)) {
                push(toClient, lateResponse);
            }
            completeStage();
        }
    }
}
