using System.Diagnostics;
using System.Globalization;

namespace Weir.Server.Metrics;

/// <summary>The process and its runtime, under the names that Prometheus clients share.</summary>
internal static class ProcessMetrics
{
    private const string Descriptors = "/proc/self/fd";

    private static readonly string Version = typeof(ProcessMetrics).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    public static void Write(MetricText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Gauge("weir_build_info", "The version that runs.").Sample(1, ("version", Version), ("runtime", Environment.Version.ToString()));
        text.Counter("process_cpu_seconds_total", "Processor time used.").Sample(process.TotalProcessorTime.TotalSeconds);
        text.Gauge("process_resident_memory_bytes", "Memory in use.").Sample(process.WorkingSet64);
        text.Gauge("process_start_time_seconds", "When the process started, Unix time.").Time(process.StartTime.ToUniversalTime());
        if (Directory.Exists(Descriptors)) text.Gauge("process_open_fds", "Open file descriptors.").Sample(Directory.GetFiles(Descriptors).Length);
        text.Gauge("dotnet_managed_memory_bytes", "Managed memory in use.").Sample(GC.GetTotalMemory(forceFullCollection: false));
        text.Gauge("dotnet_committed_memory_bytes", "Memory that the collector holds for managed objects, in use or not.").Sample(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        text.Counter("dotnet_collections_total", "Garbage collections by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Sample(GC.CollectionCount(generation), ("generation", generation.ToString(CultureInfo.InvariantCulture)));
        text.Gauge("dotnet_threadpool_threads", "Threads of the pool.").Sample(ThreadPool.ThreadCount);
        text.Counter("dotnet_gc_pause_seconds_total", "Time that collections held the threads.").Sample(GC.GetTotalPauseDuration().TotalSeconds);
    }
}
