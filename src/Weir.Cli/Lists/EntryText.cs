using System.Globalization;
using Weir.Detection.Lists;
using Weir.Detection.Urls;
using Weir.Server.Lists;

namespace Weir.Cli.Lists;

/// <summary>List entries as people read and name them.</summary>
internal static class EntryText
{
    /// <summary>The words of <c>--scope</c>.</summary>
    public static readonly IReadOnlyDictionary<string, ListScope> Scopes = ListWords.Scopes;

    /// <summary>One line; a blocked value is made unclickable.</summary>
    public static string Line(ListEntry entry, DateTimeOffset now)
    {
        var value = entry.Kind == ListKind.Block ? Defang.Defanged(entry.Value) : entry.Value;
        var end = entry.Expires switch
        {
            null => "",
            { } at when at <= now => string.Create(CultureInfo.InvariantCulture, $"  expired {at:yyyy-MM-dd HH:mm} UTC"),
            { } at => string.Create(CultureInfo.InvariantCulture, $"  until {at:yyyy-MM-dd HH:mm} UTC"),
        };
        var note = entry.Note is null ? "" : "  " + CliError.OneLine(entry.Note);
        return $"{ListWords.Of(entry.Kind),-5}  {ListWords.Of(entry.Scope),-6}  {value}{end}{note}";
    }

    /// <summary>What an entry covers.</summary>
    public static string Cover(ListScope scope) => scope switch
    {
        ListScope.Url => "this URL in all its spellings",
        ListScope.PathPrefix => "this path and all below it",
        ListScope.Host => "this host, not the hosts below it",
        _ => "this domain and all hosts below it",
    };
}
