using System.CommandLine;
using Weir.Cli.Commands;
using Weir.Detection.Tables;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Tables;

/// <summary>The option that says whose models are meant: those of addresses, or of a table.</summary>
internal static class ChannelOption
{
    public const string Url = "url";

    /// <summary>A new <c>--channel</c>.</summary>
    public static Option<string> Create(string description)
    {
        var option = new Option<string>("--channel") { Description = description + ": url, or table:NAME", HelpName = "CHANNEL", DefaultValueFactory = _ => Url };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && token.Value != Url && TableName.OfChannel(token.Value) is null)
                result.AddError($"'{token.Value}' is no channel: url, or table:NAME. {TableName.Rule}");
        });
        return option;
    }

    /// <summary>The table of a channel; null for addresses.</summary>
    public static string? Table(string? channel) => channel is null or Url ? null : TableName.OfChannel(channel);

    /// <summary>The channel as the database numbers it.</summary>
    /// <exception cref="CliError">There is no such table.</exception>
    public static int Number(WeirStore store, string? channel) =>
        Table(channel) is not { } table ? ModelStore.UrlChannel : store.Tables.Find(table)?.ChannelNumber ?? throw TablesCommand.Unknown(table);
}
