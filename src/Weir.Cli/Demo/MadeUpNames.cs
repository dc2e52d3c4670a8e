using Weir.Learning.Numerics;

namespace Weir.Cli.Demo;

/// <summary>Addresses of a made-up world, all on names that are reserved for examples (RFC 2606, RFC 6761).</summary>
internal sealed class MadeUpNames(ulong seed)
{
    private static readonly string[] Suffixes = ["test", "example", "invalid"];
    private static readonly string[] Syllables = ["gar", "den", "mil", "ler", "book", "shop", "stone", "wood", "berg", "mar", "ket", "river", "sun", "field", "house", "cook", "lin", "tor", "vale", "bay"];
    private static readonly string[] Pages = ["", "about", "news/2025/spring", "blog/how-to-bake-bread", "products?id=17", "contact.html", "docs/guide/start", "team", "events/may"];
    private static readonly string[] Brands = ["paypal", "netflix", "microsoft", "facebook", "instagram", "coinbase", "dhl", "amazon"];
    private static readonly string[] Lures = ["login", "verify", "secure", "account", "update", "support", "wallet", "billing"];
    private static readonly string[] Traps = ["signin.php", "wp-includes/login/index.php?user=1", "secure/verify?session=8f3a9c", "~web/update/", "account.html", ""];

    private Xoshiro256 _random = new(seed);

    /// <summary>An ordinary site of its own.</summary>
    public string Site()
    {
        var name = Pick(Syllables) + Pick(Syllables) + (Coin(2) ? Pick(Syllables) : "") + (Coin(3) ? _random.NextInt(90).ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
        return $"https://{(Coin(2) ? "www." : "")}{name}.{Pick(Suffixes)}/{Pick(Pages)}";
    }

    /// <summary>A small shop: two words and a number.</summary>
    public string Shop() => $"https://{Pick(Syllables)}{Pick(Syllables)}{_random.NextInt(10_000)}.{Pick(Suffixes)}/{Pick(Pages)}";

    /// <summary>Phishing as it is written in an era: 0 = brand and lure in the name, 1 = machine-made names, 2 = names as small shops have them.</summary>
    public string Phishing(int era) => era switch
    {
        0 => $"https://{Pick(Brands)}-{Pick(Lures)}{_random.NextInt(1000)}.{Pick(Suffixes)}/{Pick(Traps)}",
        1 => $"https://{Pick(Lures)}.{Machine()}.{Pick(Suffixes)}/{Pick(Traps)}",
        _ => Coin(2) ? Shop() : $"https://{Pick(Syllables)}{Pick(Syllables)}{_random.NextInt(10_000)}.{Pick(Suffixes)}/{Pick(Traps)}",
    };

    /// <summary>Whether something with this chance (one in so many) happens.</summary>
    public bool Coin(int oneIn) => _random.NextInt(oneIn) == 0;

    /// <summary>A whole number from 0 to one below the bound.</summary>
    public int Next(int bound) => _random.NextInt(bound);

    private string Machine()
    {
        Span<char> name = stackalloc char[9 + _random.NextInt(8)];
        foreach (ref var letter in name) letter = "bcdfghjkmnpqrtvwxz0123456789"[_random.NextInt(28)];
        return name.ToString();
    }

    private string Pick(string[] from) => from[_random.NextInt(from.Length)];
}
