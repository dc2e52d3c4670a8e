namespace Weir.Cli.Doctor;

/// <summary>Other programs that some feeds call: needed only when a setting asks for one.</summary>
internal static class ProgramCheck
{
    public static IEnumerable<Diagnosis> Run(IReadOnlyDictionary<string, string> settings) => Run(settings, Find);

    internal static IEnumerable<Diagnosis> Run(IReadOnlyDictionary<string, string> settings, Func<string, bool> find)
    {
        foreach (var (name, value) in settings.Where(pair => pair.Key.StartsWith("Feeds:", StringComparison.OrdinalIgnoreCase)).OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (Needs(name, value) is not { } program) continue;
            yield return find(program) ? Diagnosis.Ok("programs", $"{program} is there, which {name} asks for.")
                : Diagnosis.Broken("programs", $"{name} asks for {program}, which is not installed; install it, or change the setting.");
        }
    }

    private static string? Needs(string name, string value)
    {
        var last = name[(name.LastIndexOf(':') + 1)..].ToLowerInvariant();
        return (last, value.Trim().ToLowerInvariant()) switch
        {
            ("browser", "true" or "1" or "yes" or "on") => "chromium",
            ("kind", "rsync") => "rsync",
            _ => null,
        };
    }

    private static bool Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
