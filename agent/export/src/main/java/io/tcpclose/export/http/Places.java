package io.tcpclose.export.http;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Who is connected, for how long, and who has to go when others wait. Descriptors are the application's too, so
 * places are few; who comes when all are taken waits in the backlog until somebody is done, or is too slow. For the
 * selecting thread.
 */
final class Places {
    private static final int MOST = 64;
    /** The others stay for those who want meters or health, whoever does not take his page. */
    private static final int MOST_WITH_PAGES = 32;

    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Who is slow has to go when others wait, but nobody at once. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** By then whoever takes a cheap answer, however slowly, has it. */
    private static final long CHEAP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Set<Client> clients = new LinkedHashSet<>();

    boolean isEmpty() {
        return clients.isEmpty();
    }

    boolean isFull() {
        return clients.size() >= MOST;
    }

    void add(Client client) {
        clients.add(client);
    }

    void remove(Client client) {
        client.forgotten();
        clients.remove(client);
    }

    void removeAll() {
        clients.forEach(Client::forgotten);
        clients.clear();
    }

    boolean isAnybodyAnswered() {
        return clients.stream()
                .anyMatch(client -> client.doing() == Client.Doing.WAITING || client.doing() == Client.Doing.TAKING);
    }

    /** @param reportsWait whether somebody waits for the one who takes a report */
    void sweep(long now, boolean reportsWait) {
        drop(client -> !client.isOpen() || client.isOverdue(now) || client.isStalled(STALL_NANOS, now));
        if (reportsWait) drop(client -> client.cost() == Cost.REPORT && client.isStalled(GRACE_NANOS, now));
        if (isFull()) drop(client -> isSlow(client, now));
    }

    private static boolean isSlow(Client client, long now) {
        return client.doing() == Client.Doing.LEAVING
                || client.has(Client.Doing.ASKING, GRACE_NANOS, now)
                || client.isStalled(GRACE_NANOS, now)
                || (client.cost() == Cost.CHEAP && client.has(Client.Doing.TAKING, CHEAP_NANOS, now));
    }

    /** Whether one more may have an answer of this cost. */
    boolean hasRoomFor(Cost cost, long now) {
        if (cost == Cost.CHEAP || withPages() < MOST_WITH_PAGES) return true;
        drop(client -> isWithPage(client) && client.isStalled(GRACE_NANOS, now));
        return withPages() < MOST_WITH_PAGES;
    }

    private long withPages() {
        return clients.stream().filter(Places::isWithPage).count();
    }

    private static boolean isWithPage(Client client) {
        return client.cost() != Cost.CHEAP && client.doing() != Client.Doing.LEAVING;
    }

    private void drop(Predicate<Client> who) {
        clients.removeIf(client -> {
            if (!who.test(client)) return false;
            client.forgotten();
            return true;
        });
    }
}
