package dev.jcompose.scheduler.manager;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One operation at a time on a stack. Who wants the stack to end does not wait for those who bring it up. */
final class Turns {

    /** The right to work on a stack. */
    final class Turn implements AutoCloseable {
        private final String stack;
        private final String verb;
        private boolean superseded;
        private Runnable onSuperseded = () -> {};
        private boolean abandoned;
        private Runnable onAbandoned = () -> {};

        private Turn(String stack, String verb) {
            this.stack = stack;
            this.verb = verb;
        }

        /** Runs {@code then} when another operation wants the stack; at once where one has. */
        void whenSuperseded(Runnable then) {
            lock.lock();
            try {
                onSuperseded = then;
                if (superseded) {
                    then.run();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Runs {@code then} when whoever asked for the operation has gone; at once where they have. */
        void whenAbandoned(Runnable then) {
            lock.lock();
            try {
                onAbandoned = then;
                if (abandoned) {
                    then.run();
                }
            } finally {
                lock.unlock();
            }
        }

        void abandon() {
            lock.lock();
            try {
                abandoned = true;
                onAbandoned.run();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                current.remove(stack);
                free.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition free = lock.newCondition();
    private final Map<String, Turn> current = new HashMap<>();

    Turn take(String stack, String verb, boolean supersedes) {
        lock.lock();
        try {
            for (Turn other = current.get(stack); other != null; other = current.get(stack)) {
                if (supersedes) {
                    other.superseded = true;
                    other.onSuperseded.run();
                }
                free.awaitUninterruptibly();
            }
            Turn turn = new Turn(stack, verb);
            current.put(stack, turn);
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when no operation of that verb goes on on the stack. */
    void awaitEnd(String stack, String verb) {
        lock.lock();
        try {
            for (Turn other = current.get(stack);
                    other != null && other.verb.equals(verb);
                    other = current.get(stack)) {
                free.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What goes on on a stack, or empty. */
    String verb(String stack) {
        lock.lock();
        try {
            @Nullable Turn turn = current.get(stack);
            return turn == null ? "" : turn.verb;
        } finally {
            lock.unlock();
        }
    }
}
