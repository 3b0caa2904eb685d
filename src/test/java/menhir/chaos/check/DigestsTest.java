package menhir.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class DigestsTest {
    private static boolean agree(String second) throws Exception {
        String view = "{\"index\":4,\"replicas\":[{\"slot\":1,\"index\":4,\"digest\":\"ab\",\"catalog\":\"01\"},"
                + second + ",{\"slot\":3,\"index\":4,\"digest\":\"ab\",\"catalog\":\"01\"}]}";
        return Digests.agree(new JsonMapper().readTree(view), 3);
    }

    @Test
    void shouldFindAReplicaThatDiffersIsBehindOrIsUnknown() throws Exception {
        assertThat(agree("{\"slot\":2,\"index\":4,\"digest\":\"ab\",\"catalog\":\"01\"}"))
                .isTrue();
        assertThat(agree("{\"slot\":2,\"index\":4,\"digest\":\"cd\",\"catalog\":\"01\"}"))
                .isFalse();
        assertThat(agree("{\"slot\":2,\"index\":3,\"digest\":\"ab\",\"catalog\":\"01\"}"))
                .isFalse();
        assertThat(agree("{\"slot\":2,\"index\":null,\"digest\":null,\"catalog\":\"01\"}"))
                .isFalse();
    }

    @Test
    void shouldFindACatalogThatDiffersOrIsUnknown() throws Exception {
        assertThat(agree("{\"slot\":2,\"index\":4,\"digest\":\"ab\",\"catalog\":\"02\"}"))
                .isFalse();
        String unknown = "{\"replicas\":[{\"slot\":1,\"index\":4,\"digest\":\"ab\",\"catalog\":null}]}";
        assertThat(Digests.agree(new JsonMapper().readTree(unknown), 1)).isFalse();
    }

    @Test
    void shouldFindAMissingReplica() throws Exception {
        String view = "{\"replicas\":[{\"slot\":1,\"index\":4,\"digest\":\"ab\",\"catalog\":\"01\"}]}";
        assertThat(Digests.agree(new JsonMapper().readTree(view), 3)).isFalse();
    }
}
