package dev.lagzero.capture.publish;

class MemoryChangeLogTest extends ChangeLogContract {

    @Override
    ChangeLog create() {
        return new MemoryChangeLog("log", 2);
    }
}
