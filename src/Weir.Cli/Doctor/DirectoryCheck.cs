using System.Globalization;
using Weir.Storage;

namespace Weir.Cli.Doctor;

/// <summary>The data directory: is it there, can it be written, how much space is left.</summary>
internal static class DirectoryCheck
{
    private const long LeastFree = 100L << 20;
    private const long LittleFree = 1L << 30;

    public static IEnumerable<Diagnosis> Run(string data)
    {
        var nearest = new DirectoryInfo(data);
        while (!nearest.Exists && nearest.Parent is { } parent) nearest = parent;
        if (Unwritable(nearest.FullName) is { } why)
            yield return Diagnosis.Broken("directory", $"'{nearest.FullName}' cannot be written ({why}); make it writable, or choose another data directory with --data or WEIR_DATA. Commands that only read still work.");
        else yield return Diagnosis.Ok("directory", nearest.FullName == Path.GetFullPath(data) ? $"{data} can be written." : $"{data} does not exist yet and can be made.");
        if (OwnerOnly.IsOpenToOthers(data)) yield return Diagnosis.Warning("directory", $"every user of this machine may look into '{data}'; `chmod 700 '{data}'` keeps what Weir knows to its owner.");
        yield return Space(nearest.FullName);
        foreach (var left in Directory.Exists(data) ? Directory.GetDirectories(data, "before-restore-*") : [])
            yield return Diagnosis.Warning("directory", $"{left} holds what a restore put aside; delete it when it is not needed any more.");
    }

    private static Diagnosis Space(string directory)
    {
        var free = new DriveInfo(directory).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / 1048576.0:N0} MiB are free on the disk of {directory}");
        if (free < LeastFree) return Diagnosis.Broken("disk", $"{text}; free some space, or nothing more can be kept.");
        return free < LittleFree ? Diagnosis.Warning("disk", $"{text}; that is little for datasets and models.") : Diagnosis.Ok("disk", text + ".");
    }

    // Permissions, read-only disks and full disks are all asked by doing it.
    private static string? Unwritable(string directory)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(directory, $"doctor-{Environment.ProcessId}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            probe.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message.TrimEnd('.');
        }
    }
}
