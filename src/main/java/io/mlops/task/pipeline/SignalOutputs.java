package io.mlops.task.pipeline;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.RunContext;
import io.mlops.task.execution.SignalRange;
import io.mlops.task.execution.SignalsFile;
import io.mlops.task.pipeline.SignalScan.TimeUse;
import io.mlops.task.signal.DownsampledSeries;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a signal run writes in addition to its record: each row, a table of its groups, the points of a plot. */
final class SignalOutputs implements Closeable {
    /** The artifact that has the series of a run with groups. */
    private static final String GROUPS = "groups.csv";
    /** More than the pixels of a screen's width; a quarter of a megabyte. */
    private static final int STORED_POINTS = 4096;

    private final RunContext context;
    private final SignalConfig config;
    private final @Nullable DownsampledSeries points;
    private final @Nullable GroupTable groups;
    private final @Nullable SignalsFile file;
    private final @Nullable OrderedBlocks blocks;

    private SignalOutputs(RunContext context, SignalConfig config, @Nullable SignalsFile file) {
        boolean grouped = config.reading().keys().group() != null;
        this.context = context;
        this.config = config;
        this.points = context.storesSeries() && !grouped ? DownsampledSeries.all(STORED_POINTS) : null;
        this.groups = grouped ? new GroupTable() : null;
        this.file = file;
        this.blocks = file == null
                ? null
                : new OrderedBlocks(
                        file.stream(), file.isCompressed(), context.job().threads());
    }

    static SignalOutputs of(RunContext context, SignalConfig config) throws IOException {
        return new SignalOutputs(context, config, context.signals());
    }

    TimeUse timeUse() {
        if (blocks != null) {
            return TimeUse.TEXTS;
        }
        return points == null && groups == null ? TimeUse.NONE : TimeUse.VALUES;
    }

    List<MeansListener> listeners() {
        List<MeansListener> listeners = new ArrayList<>();
        if (points != null) {
            listeners.add((series, rows, means) ->
                    points.add(rows.values(), means, rows.times(), rows.dayFirstTimes(), rows.count()));
        }
        if (groups != null) {
            listeners.add(groups);
        }
        if (blocks != null) {
            listeners.add(new SignalTable(SignalRange.ALL, config.warmup().countsAllRows(), false, blocks));
        }
        return listeners;
    }

    /** Makes all of it visible; called after a run that succeeded. */
    void finish(SignalScan scan) throws IOException {
        if (points != null) {
            if (scan.isDayFirst()) {
                points.takeDayFirst();
            }
            context.storeSeries(points.toBytes());
        }
        if (groups != null) {
            writeGroups(groups, scan);
        }
        if (file != null && blocks != null) {
            blocks.finish();
            file.commit();
        }
    }

    private void writeGroups(GroupTable table, SignalScan scan) throws IOException {
        try (Artifacts artifacts = context.artifacts()) {
            if (artifacts == null) {
                return;
            }
            try (Writer out =
                    new BufferedWriter(new OutputStreamWriter(artifacts.create(GROUPS), StandardCharsets.UTF_8))) {
                table.write(scan, config.decimals(), out);
            }
            artifacts.commit();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null && blocks != null) {
            blocks.close();
            file.close();
        }
    }
}
