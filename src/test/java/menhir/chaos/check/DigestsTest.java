package menhir.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class DigestsTest {
    private static boolean agree(String second) throws Exception {
        String view = "{\"index\":4,\"replicas\":[{\"slot\":1,\"index\":4,\"digest\":\"ab\"}," + second
                + ",{\"slot\":3,\"index\":4,\"digest\":\"ab\"}]}";
        return Digests.agree(new JsonMapper().readTree(view), 3);
    }

    @Test
    void shouldFindAReplicaThatDiffersIsBehindOrIsUnknown() throws Exception {
        assertThat(agree("{\"slot\":2,\"index\":4,\"digest\":\"ab\"}")).isTrue();
        assertThat(agree("{\"slot\":2,\"index\":4,\"digest\":\"cd\"}")).isFalse();
        assertThat(agree("{\"slot\":2,\"index\":3,\"digest\":\"ab\"}")).isFalse();
        assertThat(agree("{\"slot\":2,\"index\":null,\"digest\":null}")).isFalse();
    }

    @Test
    void shouldFindAMissingReplica() throws Exception {
        String view = "{\"replicas\":[{\"slot\":1,\"index\":4,\"digest\":\"ab\"}]}";
        assertThat(Digests.agree(new JsonMapper().readTree(view), 3)).isFalse();
    }
}
