package dev.lagzero.bench.graph;

import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Workers of one target, each with a partition of its own. */
final class Workers implements AutoCloseable {

    private record Worker(Tenure tenure, Batches batches) {

        Void apply(int count) throws TargetException {
            for (int i = 0; i < count; i++) {
                tenure.apply(batches.next());
            }
            return null;
        }
    }

    private final List<Worker> workers;
    private final ExecutorService threads;

    private Workers(List<Worker> workers) {
        this.workers = workers;
        this.threads = Executors.newFixedThreadPool(workers.size());
    }

    static Workers of(Target target, String topic, List<? extends Batches> batches) throws TargetException {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            workers.add(new Worker(target.takeOver(new Partition(topic, "topic", i)), batches.get(i)));
        }
        return new Workers(workers);
    }

    /** Each worker applies so many batches. @return rows a second of all together */
    double apply(int count) throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        List<Future<Void>> running = workers.stream()
                .map(worker -> threads.submit(() -> worker.apply(count)))
                .toList();
        for (Future<Void> each : running) {
            each.get();
        }
        long rows = workers.stream()
                .mapToLong(worker -> worker.batches().rows() * count)
                .sum();
        return rows * 1e9 / (System.nanoTime() - began);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        workers.forEach(worker -> worker.tenure().close());
    }
}
