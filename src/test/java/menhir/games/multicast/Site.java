package menhir.games.multicast;

import java.util.ArrayList;
import java.util.List;
import menhir.games.raffle.Raffle;

/** One incarnation of a simulated front-end: its multicast, its raffle, and the requests submitted to it. */
final class Site implements MulticastOutput {
    final Member member;
    final Multicast multicast;
    final List<String> submitted = new ArrayList<>();
    private final MulticastSimulation world;
    Raffle raffle = new Raffle();
    boolean alive = true;
    private long position;

    Site(Member member, MulticastSimulation world) {
        this.member = member;
        this.world = world;
        this.multicast = world.factory.create(member, world.limits, this);
    }

    @Override
    public void send(Member to, Packet packet) {
        world.send(this, to, packet);
    }

    @Override
    public void deliver(long at, Member sender, String request) {
        if (at != position + 1) {
            throw new AssertionError(member + " delivered position " + at + " after " + position);
        }
        position = at;
        raffle.deliver(sender.name(), request);
        world.delivered(this, multicast.firstView(), new Delivery(at, sender, request));
    }

    @Override
    public byte[] snapshot() {
        return raffle.snapshot();
    }

    @Override
    public void restore(byte[] state, long at) {
        raffle = Raffle.restore(state);
        position = at;
        world.restores++;
    }

    @Override
    public void installed(GroupView view) {
        world.installs++;
    }

    @Override
    public void retired(String reason) {
        world.retired(this, reason);
    }
}
