using Xunit;

namespace Weir.Tests.Server.Tables;

public sealed class TableFormTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_may_name_its_source()
    {
        await using var tables = await TablesUnderTest.Start();
        using var form = new MultipartFormDataContent { { new StringContent("named.csv"), "source" } };
        form.Add(new StringContent(TablesUnderTest.Csv(50)), "file", "sent.csv");
        using var answer = await tables.Client.PostAsync("/v1/tables?name=board", form, Ct);
        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal("named.csv", Assert.Single(tables.Server.Store.Tables.Loads.Of(tables.Server.Store.Tables.Find("board")!.Id)).Source);
    }
}
