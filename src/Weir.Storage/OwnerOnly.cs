namespace Weir.Storage;

/// <summary>
/// Directories and files that nobody but their owner may read: everything that Weir keeps. On Windows they are as open as the directory in
/// which they lie.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfDirectories = OfFiles | UnixFileMode.UserExecute;
    private const UnixFileMode OfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a directory; one that exists stays as it is.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OfDirectories);
    }

    /// <summary>Opens a file to be written, without a buffer; one that exists keeps its mode.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share = FileShare.None, FileOptions options = FileOptions.None, FileAccess access = FileAccess.Write)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = options, BufferSize = 1 };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OfFiles;
        return new FileStream(path, how);
    }

    /// <summary>Takes a file away from everybody but its owner.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OfFiles);
    }

    /// <summary>Whether users of this machine who are neither owner nor of its group may look into a directory.</summary>
    public static bool IsOpenToOthers(string directory) => !OperatingSystem.IsWindows() && Directory.Exists(directory) && (File.GetUnixFileMode(directory) & OfOthers) != 0;
}
