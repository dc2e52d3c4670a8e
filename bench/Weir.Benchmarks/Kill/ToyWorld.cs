using System.Globalization;
using System.Text;

namespace Weir.Benchmarks.Kill;

/// <summary>Small feeds on reserved names, different with every seed, from which a model is quickly learned.</summary>
internal static class ToyWorld
{
    private static readonly string[] Words = ["garden", "river", "stone", "bread", "market", "field", "house", "wood"];
    private static readonly string[] Lures = ["login", "verify", "secure", "account", "wallet", "billing"];

    /// <summary>Settings under which a toy model may become champion: here only the writing is looked at, not the quality.</summary>
    public static IReadOnlyList<(string Name, string Value)> Environment { get; } =
    [
        ("WEIR__Gates__Accuracy", "0"), ("WEIR__Gates__F1", "0"), ("WEIR__Gates__FalsePositives", "1"), ("WEIR__Gates__Recall", "0"),
        ("WEIR__Gates__Calibration", "1"), ("WEIR__Gates__Homepages", "1"), ("WEIR__Gates__Alarms", "1"), ("WEIR__Gates__StrictRecall", "0"),
        ("WEIR__Gates__Evasion", "1"), ("WEIR__Gates__SliceLoss", "1"),
    ];

    /// <summary>Writes a feed of so many rows of each label.</summary>
    public static string Write(string path, int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("url,label,seen_at,source\n");
        for (var i = 0; i < rows; i++)
        {
            var day = new DateTime(2025, 1, 1).AddMinutes(60L * 24 * 90 * i / rows).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"https://{Pick(random, Lures)}-{seed}x{i}{(char)('a' + random.Next(26))}.test/{Pick(random, Lures)}/index.php,phishing,{day},toy-bad\n");
            text.Append(CultureInfo.InvariantCulture, $"http://www.{Pick(random, Words)}{Pick(random, Words)}{seed}y{i}.example/{Pick(random, Words)},benign,{day},toy-good\n");
        }

        File.WriteAllText(path, text.ToString());
        return path;
    }

    /// <summary>Parameters that make a training short.</summary>
    public static void WriteParameters(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        File.WriteAllText(Path.Combine(dataDirectory, "training.json"), """{"trees":200,"maxLeaves":15,"minRowsInLeaf":20,"textEpochs":1}""");
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
