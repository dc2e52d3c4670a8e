using System.CommandLine;
using Weir.Pipeline.Tables;
using Weir.Server.Exports;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir export</c>: what is known to be phishing, as a list for other programs.</summary>
internal static class ExportCommand
{
    private const string Description = """
        Writes what is known to be phishing in the form that another program reads: plain, hosts, rpz (a zone for BIND and
        others), adblock (uBlock Origin, AdGuard, Pi-hole), csv, stix, misp. Shared platforms and popular sites are never listed
        whole; their pages are, in formats that carry addresses.

        Examples:
          weir export --format hosts --out phishing.hosts
          weir export --format csv --since 2026-01-31T12:00:00Z

        With --table, the rows of a table are written instead, as csv, jsonl or mongoexport:
          weir export --table phising --format mongoexport --out phising.json.gz
        """;

    private static readonly Option<string> Format = new("--format") { Description = "plain, hosts, rpz, adblock, csv, stix or misp; with --table csv, jsonl or mongoexport", DefaultValueFactory = _ => "plain" };
    private static readonly Option<string?> Out = new("--out") { Description = "The file to write, .gz packs it; standard output without it" };
    private static readonly Option<string?> Since = new("--since") { Description = "Only what was added or removed after this time" };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "Whose list", DefaultValueFactory = _ => "main" };

    private static readonly Option<string?> Table = new("--table") { Description = "Write the rows of this table", HelpName = "NAME" };

    internal static Command Create()
    {
        var command = new Command("export", Description) { Format, Out, Since, Tenant, Table };
        command.SetAction(async (parsed, ct) =>
        {
            using var store = parsed.OpenStore();
            if (parsed.GetValue(Table) is { } table) return await WriteAsync(RowsOf(store, table, parsed.GetValue(Format)!), parsed.GetValue(Out), parsed.InvocationConfiguration.Output, ct);
            var export = ListExport.Read(store, parsed.DataDirectory(), parsed.GetValue(Format)!, parsed.TenantOf(Tenant, store), parsed.GetValue(Since));
            if (export.Fault is { } fault) throw new CliError(fault, ExitCode.BadUsage);
            return await WriteAsync(export.Pieces, parsed.GetValue(Out), parsed.InvocationConfiguration.Output, ct);
        });
        return command;
    }

    private static IEnumerable<string> RowsOf(WeirStore store, string table, string format)
    {
        var known = new TableCatalog(store).Find(table) ?? throw TablesCommand.Unknown(table);
        return TableExport.Formats.Contains(format) ? TableExport.Write(store, known, format) : throw CliError.Usage($"--format must be {string.Join(", ", TableExport.Formats)} with --table.");
    }

    private static async Task<int> WriteAsync(IEnumerable<string> pieces, string? file, TextWriter output, CancellationToken ct)
    {
        if (file is null)
        {
            foreach (var piece in pieces) await output.WriteAsync(piece.AsMemory(), ct);
            return ExitCode.Done;
        }

        await ListExport.WriteAsync(pieces, file, ct);
        return ExitCode.Done;
    }
}
