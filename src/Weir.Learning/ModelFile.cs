using System.Runtime.InteropServices;

namespace Weir.Learning;

/// <summary>
/// A <c>.weir</c> model file, fully checked when opened: length, bounds, SHA-256. Anything wrong is a
/// <see cref="ModelFileException"/>. What the sections mean is the business of the learners that wrote them.
/// </summary>
public sealed class ModelFile
{
    private readonly byte[] _bytes;
    private readonly Dictionary<string, ModelFileSection> _sections;

    private ModelFile(byte[] bytes, string name)
    {
        _bytes = bytes;
        Name = name;
        var check = new ModelFileCheck(bytes, name);
        _sections = check.Sections();
        Manifest = System.Text.Encoding.UTF8.GetString(bytes, check.ManifestOffset, check.ManifestLength);
        Sha256 = Convert.ToHexStringLower(bytes.AsSpan(bytes.Length - ModelFileLayout.HashBytes));
    }

    /// <summary>The path or name that stands in error messages.</summary>
    public string Name { get; }

    /// <summary>The manifest JSON as it was written.</summary>
    public string Manifest { get; }

    /// <summary>The SHA-256 stored at the end of the file (over all bytes before it), 64 lower-case hex digits.</summary>
    public string Sha256 { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="ModelFileException">The file is missing, unreadable, truncated, altered, foreign or newer.</exception>
    public static ModelFile Open(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFileException($"The model file {path} does not exist; check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(
                $"The model file {path} cannot be read ({e.Message.TrimEnd('.')}); check it and its permissions.", e);
        }
    }

    /// <summary>Checks bytes already in memory, which must not be changed afterwards; the name stands in errors.</summary>
    /// <exception cref="ModelFileException">The bytes are truncated, altered, foreign or newer.</exception>
    public static ModelFile Read(byte[] bytes, string name) => new(bytes, name);

    /// <summary>Whether the file has a section of this name.</summary>
    public bool Has(string name) => _sections.ContainsKey(name);

    /// <summary>A copy of a section.</summary>
    /// <exception cref="ModelFileException">No such section, or of another element type.</exception>
    public T[] Get<T>(string name) where T : unmanaged => Span<T>(name).ToArray();

    /// <summary>A section in place, without a copy.</summary>
    /// <exception cref="ModelFileException">No such section, or of another element type.</exception>
    public ReadOnlySpan<T> Span<T>(string name) where T : unmanaged
    {
        if (!_sections.TryGetValue(name, out var section))
            throw Fault($"has no section '{name}'");
        if (section.Kind != ModelFileLayout.KindOf<T>())
            throw Fault($"holds section '{name}' as another type than {typeof(T).Name}");
        return MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(section.Offset, section.Length));
    }

    /// <summary>The exception by which a learner refuses contents that do not fit together.</summary>
    /// <param name="what">Ends "The model file X …".</param>
    public ModelFileException Fault(string what) =>
        new($"The model file {Name} {what}; it does not fit this version of Weir: use another model or train it again.");
}
