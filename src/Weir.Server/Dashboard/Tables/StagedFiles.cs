using System.Security.Cryptography;
using System.Text;
using Weir.Storage;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Files that wait: <c>uploads/kept/ID</c> of the data directory, with what was sent and what is known of it. Nobody else's can be found.</summary>
internal sealed class StagedFiles(ServerOptions options, TimeProvider time)
{
    private const int IdLetters = 32;
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    private readonly string _root = Path.Combine(options.DataDirectory, "uploads", "kept");

    /// <summary>What was sent.</summary>
    public string Input(string id) => Path.Combine(_root, id, "input");

    /// <summary>What was made of it.</summary>
    public string Result(string id) => Path.Combine(_root, id, "result.jsonl");

    /// <summary>The same as CSV, once somebody asked for it.</summary>
    public string Csv(string id) => Path.Combine(_root, id, "result.csv");

    /// <summary>A place for a new file; what is older than a day goes.</summary>
    public string Begin()
    {
        OwnerOnly.MakeDirectory(_root);
        Sweep();
        var id = RandomNumberGenerator.GetHexString(IdLetters, lowercase: true);
        OwnerOnly.MakeDirectory(Path.Combine(_root, id));
        return id;
    }

    /// <summary>Keeps what is known of a file.</summary>
    public void Save(StagedFile file)
    {
        using (var stream = OwnerOnly.Open(About(file.Id) + ".new", FileMode.Create)) stream.Write(Encoding.UTF8.GetBytes(file.ToJson()));
        File.Move(About(file.Id) + ".new", About(file.Id), overwrite: true);
    }

    /// <summary>The file of this number that this tenant sent; null when there is none.</summary>
    public StagedFile? Find(string id, string tenant)
    {
        if (id.Length != IdLetters || !id.All(char.IsAsciiHexDigitLower)) return null;
        try
        {
            return StagedFile.FromJson(File.ReadAllText(About(id))) is { } file && file.Tenant == tenant ? file : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Takes away what was sent; what became of it can still be read.</summary>
    public void Empty(string id) => File.Delete(Input(id));

    /// <summary>Takes a file away with all that is known of it.</summary>
    public void Forget(string id)
    {
        try
        {
            Directory.Delete(Path.Combine(_root, id), recursive: true);
        }
        catch (IOException)
        {
            // Somebody reads it yet; the next sweep takes it.
        }
    }

    private void Sweep()
    {
        var oldest = time.GetUtcNow() - Keep;
        foreach (var folder in new DirectoryInfo(_root).EnumerateDirectories().Where(folder => folder.LastWriteTimeUtc < oldest.UtcDateTime)) Forget(folder.Name);
    }

    private string About(string id) => Path.Combine(_root, id, "about.json");
}
