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
    /** More than the pixels of a screen's width; a quarter of a megabyte. */
    static final int STORED_POINTS = 4096;

    private final RunContext context;
    private final SignalConfig config;
    private final @Nullable DownsampledSeries points;
    /** Null if the run has no groups, or no place for a table of them. */
    private final @Nullable Artifacts artifacts;

    private final @Nullable GroupTable groups;
    private final @Nullable SignalsFile file;
    private final @Nullable OrderedBlocks blocks;

    private SignalOutputs(
            RunContext context, SignalConfig config, @Nullable Artifacts artifacts, @Nullable SignalsFile file) {
        this.context = context;
        this.config = config;
        this.points = context.minSeriesRows() < Long.MAX_VALUE && !isGrouped(config)
                ? DownsampledSeries.all(STORED_POINTS)
                : null;
        this.artifacts = artifacts;
        this.groups = artifacts == null ? null : new GroupTable();
        this.file = file;
        this.blocks = file == null
                ? null
                : new OrderedBlocks(
                        file.stream(), file.isCompressed(), context.job().threads());
    }

    static SignalOutputs of(RunContext context, SignalConfig config) throws IOException {
        Artifacts artifacts = isGrouped(config) ? context.artifacts() : null;
        try {
            return new SignalOutputs(context, config, artifacts, context.signals());
        } catch (IOException | RuntimeException e) {
            if (artifacts != null) {
                artifacts.close();
            }
            throw e;
        }
    }

    private static boolean isGrouped(SignalConfig config) {
        return config.reading().keys().group() != null;
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
            if (points.to() >= context.minSeriesRows()) {
                context.storeSeries(points.toBytes());
            }
        }
        if (artifacts != null && groups != null) {
            writeGroups(artifacts, groups, scan);
        }
        if (file != null && blocks != null) {
            blocks.finish();
            file.commit();
        }
    }

    private void writeGroups(Artifacts to, GroupTable table, SignalScan scan) throws IOException {
        try (Writer out =
                new BufferedWriter(new OutputStreamWriter(to.create(Artifacts.GROUPS), StandardCharsets.UTF_8))) {
            table.write(scan, config.decimals(), out);
        }
        to.commit();
    }

    @Override
    public void close() throws IOException {
        if (artifacts != null) {
            artifacts.close();
        }
        if (file != null && blocks != null) {
            blocks.close();
            file.close();
        }
    }
}
