package dev.lagzero.sink.worker;

import dev.lagzero.sink.gather.Step;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is complete and waits to be applied at once. */
final class Pending {

    private final Limits limits;
    private final List<SourceTransaction> transactions = new ArrayList<>();
    private final Map<String, Long> claims = new HashMap<>();
    private long weight;
    private long rows;

    Pending(Limits limits) {
        this.limits = limits;
    }

    void add(Step.Claim claim) {
        claims.put(claim.source(), claim.epoch());
    }

    void add(Step.Whole whole) {
        transactions.add(whole.transaction());
        weight += whole.weight();
        rows += whole.rows();
    }

    void addAll(Pending later) {
        transactions.addAll(later.transactions);
        claims.putAll(later.claims);
        weight += later.weight;
        rows += later.rows;
    }

    boolean isFull() {
        return weight >= limits.batchWeight() || rows >= limits.batchRows();
    }

    long weight() {
        return weight;
    }

    boolean isEmpty() {
        return transactions.isEmpty() && claims.isEmpty();
    }

    Batch batch(long nextOffset) {
        return new Batch(List.copyOf(transactions), Map.copyOf(claims), nextOffset);
    }

    void clear() {
        transactions.clear();
        claims.clear();
        weight = 0;
        rows = 0;
    }
}
