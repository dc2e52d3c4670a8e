namespace Weir.Pipeline.Feeds;

/// <summary>Under which key a subject is kept: its canonical form, and its registrable domain (the host when it has none).</summary>
public readonly record struct SubjectKey(string Canonical, string Registrable)
{
    /// <summary>The canonical form names a host and nothing below it.</summary>
    public bool IsHomepage => Canonical.IndexOf('/') == Canonical.Length - 1;

    /// <summary>The host, without a leading www.</summary>
    public ReadOnlySpan<char> Host
    {
        get
        {
            var host = Canonical.AsSpan(0, Math.Max(0, Canonical.IndexOf('/')));
            return host.StartsWith("www.") ? host[4..] : host;
        }
    }
}

/// <summary>Reads a subject; false with a short phrase when it cannot be one.</summary>
public delegate bool SubjectReader(string subject, out SubjectKey key, out string fault);
