namespace Weir.Server.Settings;

/// <summary>Reads <c>NAME=value</c> lines; comments, blank lines, <c>export</c> and quotes are understood.</summary>
internal static class DotEnv
{
    /// <summary>The entries in file order; none when there is no such file. Lines without a name are faults.</summary>
    public static List<KeyValuePair<string, string>> Read(string path, ICollection<string> faults)
    {
        var entries = new List<KeyValuePair<string, string>>();
        if (!File.Exists(path)) return entries;
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith("export ", StringComparison.Ordinal)) line = line[7..].TrimStart();
            var equals = line.IndexOf('=');
            if (equals > 0) entries.Add(new(line[..equals].TrimEnd(), Unquoted(line[(equals + 1)..].Trim())));
            else faults.Add($"{path}, line {number}, is not NAME=value.");
        }
        return entries;
    }

    private static string Unquoted(string value) =>
        value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;
}
