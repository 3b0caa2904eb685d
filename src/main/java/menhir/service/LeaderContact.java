package menhir.service;

/**
 * What a node's front-end has heard of the leaders of a store.
 *
 * @param epoch of the leader that it heard last; 0 if it has heard none since its start
 * @param silentMillis how long ago that was. A leader that leads is heard several times in each lease
 * @param gapMillis for how long it had heard no leader before it heard this one for the first time; 0 if this is its first one
 */
public record LeaderContact(long epoch, long silentMillis, long gapMillis) {
    /** Of a front-end that has heard nothing. */
    public static final LeaderContact NONE = new LeaderContact(0, 0, 0);
}
