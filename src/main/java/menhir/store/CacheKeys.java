package menhir.store;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys for everything about a store that a front-end may cache: a value under its own name, the items of a topic, the item
 * that has a number. Keys of the last two begin with a tab, which no name contains, so no two keys are ever the same.
 *
 * <p>What an entry changes is determined here and nowhere else: a leader must have all of {@link #affectedBy} invalidated
 * before it releases the entry, or a cache would keep serving the old value.
 */
public final class CacheKeys {
    private static final String TOPIC = "\ttopic\t";
    private static final String NUMBER = "\tnumber\t";

    private CacheKeys() {}

    /** Whether a key is a name that clients may have given: not one that begins with a tab. */
    public static boolean isGivenName(String key) {
        return !key.startsWith("\t");
    }

    public static String ofValue(String name) {
        return name;
    }

    public static String ofTopic(String topic) {
        return TOPIC + topic;
    }

    public static String ofNumber(long number) {
        return NUMBER + number;
    }

    /**
     * The keys whose values an entry changes.
     *
     * @param before the state that the entry is about to be applied to
     */
    static Set<String> affectedBy(Entry entry, StoreState before) {
        Set<String> names = entry.affectedNames();
        Set<String> keys = new HashSet<>(names);
        for (String name : names) {
            Item item = before.item(name);
            addTopic(keys, item == null ? null : item.topic());
        }
        if (entry instanceof Entry.Repriced repriced) {
            addTopic(keys, repriced.topic());
        } else if (entry instanceof Entry.ItemAdded added) {
            addTopic(keys, added.topic());
            if (added.number() != null) {
                keys.add(ofNumber(added.number()));
            }
        } else if (entry instanceof Entry.ItemRetired gone) {
            Item item = before.item(gone.name());
            if (item != null && item.number() != null) {
                keys.add(ofNumber(item.number()));
            }
        }
        // Most items have no topic and no number.
        return keys.size() == names.size() ? names : keys;
    }

    private static void addTopic(Set<String> keys, @Nullable String topic) {
        if (topic != null) {
            keys.add(ofTopic(topic));
        }
    }
}
