package io.mlops.task.http.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientSlotsTest {
    private final ClientSlots places = new ClientSlots(100);

    @Test
    void shouldLeaveAQuarterToOthers() {
        assertThat(acquire("a")).isEqualTo(75);
        assertThat(acquire("b")).isEqualTo(19);
        assertThat(acquire("c")).isPositive();
    }

    @Test
    void shouldLetOneAddressTakeMoreWhenAnotherHasReleased() {
        acquire("a");
        int others = acquire("b");
        for (int i = 0; i < others; i++) {
            places.release("b");
        }
        assertThat(places.tryAcquire("a")).isFalse();
        places.release("a");
        assertThat(places.tryAcquire("a")).isTrue();
    }

    @Test
    void shouldHaveTwoPlacesForOneAddress() {
        ClientSlots few = new ClientSlots(2);
        assertThat(few.tryAcquire("a")).isTrue();
        assertThat(few.tryAcquire("a")).isTrue();
        assertThat(few.tryAcquire("b")).isFalse();
        few.release("a");
        assertThat(few.tryAcquire("b")).isTrue();
    }

    @Test
    void shouldHaveRoomForOnePlace() {
        ClientSlots one = new ClientSlots(1);
        assertThat(one.tryAcquire("a")).isTrue();
        assertThat(one.tryAcquire("b")).isFalse();
        one.release("a");
        assertThat(one.tryAcquire("b")).isTrue();
    }

    @Test
    void shouldRiseWithScarcity() {
        assertThat(places.scarcity()).isEqualTo(1);
        acquire("a");
        assertThat(places.scarcity()).isEqualTo(4);
        acquire("b");
        acquire("c");
        acquire("d");
        assertThat(places.scarcity()).isEqualTo(16);
    }

    private int acquire(String address) {
        int acquired = 0;
        while (places.tryAcquire(address)) {
            acquired++;
        }
        return acquired;
    }
}
