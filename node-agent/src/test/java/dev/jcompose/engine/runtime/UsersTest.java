package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.error.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static final Users USERS = new Users(
            "root:x:0:0:root:/root:/bin/sh\nbroken line\napp:x:1000:1001::/home/app:/bin/sh\n",
            "root:x:0:\napp:x:1001:\nextra:x:2000:other,app\n");

    @Test
    void aNameBringsItsGroupsAndHome() {
        assertEquals(new Users.Identity(1000, 1001, List.of(1001, 2000), "/home/app"), USERS.find("app", List.of()));
        assertEquals(new Users.Identity(1000, 1001, List.of(1001, 2000), "/home/app"), USERS.find("1000", List.of()));
        assertEquals(new Users.Identity(0, 0, List.of(0), "/root"), USERS.find("", List.of()));
    }

    @Test
    void aNumberNeedsNoEntry() {
        assertEquals(new Users.Identity(77, 0, List.of(0), "/"), USERS.find("77", List.of()));
        assertEquals(new Users.Identity(77, 2000, List.of(2000), "/"), USERS.find("77:extra", List.of()));
        assertEquals(new Users.Identity(0, 0, List.of(0, 5), "/"), new Users("", "").find("0", List.of("5")));
    }

    @Test
    void aNameThatIsMissingIsRefused() {
        assertThrows(EngineException.class, () -> USERS.find("nobody", List.of()));
        assertThrows(EngineException.class, () -> USERS.find("app:nogroup", List.of()));
    }
}
