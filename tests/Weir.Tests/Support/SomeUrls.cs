using Weir.Pipeline;

namespace Weir.Tests.Support;

/// <summary>
/// A small labelled world on reserved names: ordinary sites beside brand combinations and machine-made names. Phishing has
/// deep paths and bare homepages as ordinary sites have; one row in twenty carries the other class's label.
/// </summary>
internal static class SomeUrls
{
    private static readonly string[] Suffixes = ["test", "example", "invalid.test", "example.com", "example.net", "example.org"];
    private static readonly string[] Syllables = ["gar", "den", "mil", "ler", "book", "shop", "stone", "wood", "berg", "mar", "ket", "river", "sun", "field", "house", "cook"];
    private static readonly string[] Brands = ["paypal", "netflix", "microsoft", "facebook", "instagram", "coinbase"];
    private static readonly string[] Lures = ["login", "verify", "secure", "account", "update", "support", "wallet", "billing"];
    private static readonly string[] Pages = ["about", "news/2021/05/spring", "blog/how-to-bake-bread", "products?id=17", "contact.html", "docs/guide/start"];
    private static readonly string[] Traps = ["signin.php", "wp-includes/login/index.php?user=1", "secure/verify?session=8f3a9c", "~web/update/", "account.html"];

    /// <summary>Rows in a fixed order; other seeds give other domains.</summary>
    public static List<LabelledUrl> Labelled(int rows, int seed)
    {
        var random = new Random(seed);
        var urls = new List<LabelledUrl>(rows);
        for (var i = 0; i < rows; i++)
        {
            var phishing = random.Next(2) == 0;
            var url = phishing ? Phishing(random) : Benign(random);
            var label = random.Next(20) == 0 ? !phishing : phishing;
            urls.Add(new LabelledUrl(url, label, new DateTimeOffset(2024, 1, 1 + i % 28, 0, 0, 0, TimeSpan.Zero), "synthetic"));
        }
        return urls;
    }

    /// <summary>An address of the phishing kind.</summary>
    public static string Phishing(Random random)
    {
        var lure = Pick(random, Lures);
        var name = random.Next(3) switch
        {
            0 => $"{Pick(random, Brands)}-{lure}{random.Next(100)}",
            1 => $"{lure}.{Pick(random, Brands)}.{Machine(random)}",
            _ => Machine(random),
        };
        return $"https://{name}.{Pick(random, Suffixes)}/{(random.Next(3) == 0 ? "" : Pick(random, Traps))}";
    }

    /// <summary>An address of the ordinary kind.</summary>
    public static string Benign(Random random)
    {
        var name = Pick(random, Syllables) + Pick(random, Syllables) + (random.Next(2) == 0 ? Pick(random, Syllables) : "");
        var www = random.Next(2) == 0 ? "www." : "";
        return $"http://{www}{name}.{Pick(random, Suffixes)}/{(random.Next(3) == 0 ? "" : Pick(random, Pages))}";
    }

    private static string Machine(Random random) =>
        string.Create(9 + random.Next(8), random, (to, r) =>
        {
            foreach (ref var c in to) c = "bcdfghjkmnpqrtvwxz0123456789"[r.Next(28)];
        });

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
