using Weir.Pipeline.Tables.Schema;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Schema;

public sealed class ColumnMatchTests
{
    [Fact]
    public void Columns_are_found_in_any_order_and_in_other_letters()
    {
        var match = Of("RESULT", "note", "tld", "SSL", "length", "id");
        Assert.True(match.Fits);
        Assert.Equal([5, 4, 3, 2, 1], match.Places);
        Assert.Equal(0, match.Target);
        Assert.Equal(["Result", "ssl"], match.Findings.Select(finding => finding.Column).Order());
    }

    [Fact]
    public void What_is_missing_renamed_or_unknown_is_named()
    {
        var match = Of("id", "lenght", "tld", "extra", "Result");
        Assert.Equal([(SchemaFindingKind.Renamed, "length"), (SchemaFindingKind.Missing, "ssl"), (SchemaFindingKind.MissingKept, "note"), (SchemaFindingKind.Unknown, "lenght"), (SchemaFindingKind.Unknown, "extra")],
            match.Findings.Select(finding => (finding.Kind, finding.Column)));
        Assert.False(match.Fits);
        Assert.Equal("x.csv does not fit the schema of the table: the column 'length' is missing; 'lenght' may be the same under another name: add it to the aliases of 'length' in the schema, or rename it; "
            + "the column 'ssl' is missing.", match.Refusal("x.csv"));
    }

    [Fact]
    public void The_target_is_needed_to_learn_and_not_to_judge()
    {
        string[] columns = ["id", "length", "ssl", "tld", "note"];
        Assert.Equal([(SchemaFindingKind.Missing, "Result")], ColumnMatch.Of(SomeTables.Schema(), columns).Findings.Select(finding => (finding.Kind, finding.Column)));
        Assert.True(ColumnMatch.Of(SomeTables.Schema(), columns, needsTarget: false).Fits);
    }

    [Theory]
    [InlineData("port", "port_no")]
    [InlineData("URL_Length", "UrlLength")]
    [InlineData("Iframe", "Iframes")]
    public void A_new_name_is_proposed_for_an_old_one(string old, string now)
    {
        var schema = new Weir.Detection.Tables.TableSchema { Columns = [new() { Name = old, Kind = Weir.Detection.Tables.ColumnKind.Number }], Target = SomeTables.Schema().Target };
        Assert.Equal(SchemaFindingKind.Renamed, ColumnMatch.Of(schema, [now, "Result"]).Findings[0].Kind);
    }

    private static ColumnMatch Of(params string[] columns) => ColumnMatch.Of(SomeTables.Schema(), columns);
}
