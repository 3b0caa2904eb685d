package menhir.wire;

/**
 * Marks a message or an event that leaves the JVM. Configuration binds it to Jackson's CBOR serializer; Java
 * serialization is off. The marker itself knows nothing of Akka, so that the protocol core may carry it.
 */
public interface CborMessage {}
