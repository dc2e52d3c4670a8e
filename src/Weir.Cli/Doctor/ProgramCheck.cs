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
        var isBrowser = name.EndsWith(":Scripts", StringComparison.OrdinalIgnoreCase) && value.Equals("true", StringComparison.OrdinalIgnoreCase);
        if (isBrowser || value.Equals("browser", StringComparison.OrdinalIgnoreCase)) return "chromium";
        return value.Equals("rsync", StringComparison.OrdinalIgnoreCase) ? "rsync" : null;
    }

    private static bool Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
