namespace Weir.Detection.Reference.Generating;

/// <summary>Ordinary sites that a source names by mistake, reviewed by hand: tools/reference/exclusions.csv (list,domain,why).</summary>
internal static class ReviewedExclusions
{
    private const string Resource = "Weir.Detection.Reference.exclusions.csv";

    /// <summary>The domains that do not belong on the list; a new set.</summary>
    public static HashSet<string> Of(string list)
    {
        using Stream stream = typeof(ReviewedExclusions).Assembly.GetManifestResourceStream(Resource)
            ?? throw new ReferenceFileException($"{Resource} is missing from this build");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Split(',')).Where(fields => fields[0] == list).Select(fields => fields[1])];
    }
}
