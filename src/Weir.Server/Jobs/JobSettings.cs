using Weir.Pipeline;

namespace Weir.Server.Jobs;

/// <summary>The bounds of batch jobs. Settings named Jobs:*.</summary>
public sealed record JobSettings
{
    /// <summary>Most bytes of one file as it is sent (Jobs:MaxBytes); default 1 GiB. Unpacked it may have eight times as many.</summary>
    public int MaxBytes { get; init; } = 1 << 30;

    /// <summary>Most rows of one file (Jobs:MaxRows); default 10,000,000.</summary>
    public int MaxRows { get; init; } = 10_000_000;

    /// <summary>How long a job that ended is kept with its files (Jobs:KeepDays, in days); default 30.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Most threads that judge for jobs (Jobs:Parallel); default one a processor. They run at low priority.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>About how many rows a turn has (Jobs:ChunkRows); default 40,000.</summary>
    public int ChunkRows { get; init; } = 40_000;

    /// <summary>Free space that a job must leave on the disk, MiB (Jobs:LeastFreeMiB); default 512.</summary>
    public int LeastFreeMiB { get; init; } = 512;

    /// <summary>Most bytes of the text of a file, unpacked and as UTF-8.</summary>
    internal long MaxTextBytes => 8L * MaxBytes;

    /// <summary>Reads the settings; each that cannot be used adds one sentence to the faults.</summary>
    public static JobSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, "Jobs:", faults);
        var usual = new JobSettings();
        var read = new JobSettings
        {
            MaxBytes = block.Number("MaxBytes", usual.MaxBytes, 1024, int.MaxValue),
            MaxRows = block.Number("MaxRows", usual.MaxRows, 1, int.MaxValue),
            Keep = TimeSpan.FromDays(block.Number("KeepDays", (int)usual.Keep.TotalDays, 1, 3650)),
            Parallel = block.Number("Parallel", usual.Parallel, 1, 256),
            ChunkRows = block.Number("ChunkRows", usual.ChunkRows, 1, 1_000_000),
            LeastFreeMiB = block.Number("LeastFreeMiB", usual.LeastFreeMiB, 0, 100_000_000),
        };
        block.Done();
        return read;
    }
}
