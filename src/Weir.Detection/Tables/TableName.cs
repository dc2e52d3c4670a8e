namespace Weir.Detection.Tables;

/// <summary>What tables and their channels are called.</summary>
public static class TableName
{
    private const string Prefix = "table:";
    private const int Longest = 40;
    private const int FirstChannel = 100;

    /// <summary>One sentence about names that are none.</summary>
    public const string Rule = "The name of a table has 1 to 40 characters: small letters, digits, - and _, and begins with a letter or digit.";

    /// <summary>Whether a text can name a table.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= Longest } && char.IsAsciiLetterOrDigit(name[0])
        && !name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>The channel of a table, as people and settings name it.</summary>
    public static string Channel(string name) => Prefix + name;

    /// <summary>The name of the table behind a channel; null when it is no channel of a table.</summary>
    public static string? OfChannel(string channel) =>
        channel.StartsWith(Prefix, StringComparison.Ordinal) && IsName(channel[Prefix.Length..]) ? channel[Prefix.Length..] : null;

    /// <summary>The channel as a number, from the number of the table.</summary>
    public static int ChannelNumber(long id) => checked((int)(FirstChannel + id));

    /// <summary>A name made of the name of a file; <c>table</c> when nothing of it can be used.</summary>
    public static string FromFile(string path)
    {
        var bare = Path.GetFileName(path).Split('.')[0].ToLowerInvariant();
        var name = new string([.. bare.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')]).Trim('-', '_');
        return name.Length == 0 ? "table" : name[..Math.Min(Longest, name.Length)];
    }
}
